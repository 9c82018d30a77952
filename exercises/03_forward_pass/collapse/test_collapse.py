"""collapse is judged against the rule, and by what the one layer gives for a batch."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip

THROUGH = "b1 goes through the second layer as everything does: it is multiplied by W2."


def rule(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 + b2


def draw(rng, n_in, m, n_out, scale=1.0):
    return (
        scale * numbers(rng, n_in, m),
        scale * numbers(rng, m),
        numbers(rng, m, n_out),
        scale * numbers(rng, n_out),
    )


def slips(W1, b1, W2, b2):
    (n_in, m), n_out = W1.shape, W2.shape[1]
    W, b = rule(W1, b1, W2, b2)
    found = [
        Slip("b1_forgotten", "b1 is missing: it goes through W2, and then b2 is added.", b=b2),
        Slip("b2_forgotten", "b2 is missing: it is added at the end.", b=b1 @ W2),
        Slip("b2_minus", "b2 is subtracted: it should be added.", b=b1 @ W2 - b2),
        Slip("biases_forgotten", "The biases are missing.", b=np.zeros(n_out)),
        Slip(
            "b1_through_sums",
            "b1 has a number for each unit: multiply, do not add it up first.",
            b=b1.sum() * W2.sum(axis=0) + b2,
        ),
        Slip("b1_through_sums", "W2 is summed, but b1 is not in the sum.", b=W2.sum(axis=0) + b2),
        Slip("b2_everywhere", "b2 is added to W too: it belongs to b alone.", W=W + b2),
        Slip("mean", "It is a sum over the units between, not a mean.", (W / m, b1 @ W2 / m + b2)),
        Slip("mean", "It is a sum over the units between, not a mean.", W=W / m),
        *(
            Slip(
                "activated",
                "There is no activation between these two layers.",
                (f(W1) @ W2, f(b1) @ W2 + b2),
            )
            for f in (lambda Z: np.maximum(Z, 0.0), np.tanh)
        ),
        Slip(
            "b1_activated",
            "There is no activation between these two layers.",
            b=np.maximum(b1, 0.0) @ W2 + b2,
        ),
        Slip(
            "activated_after",
            "There is no activation after these two layers.",
            (np.maximum(W, 0.0), np.maximum(b, 0.0)),
        ),
        Slip("bias_in_a_row", "b has one axis, (n_out,).", b=b[np.newaxis]),
        Slip("second_layer_alone", "That is the second layer alone.", (W2, b2)),
        Slip("first_layer_alone", "That is the first layer alone.", (W1, b1)),
    ]
    if m == n_out or 1 in (m, n_out):
        found += [
            Slip("b1_plus_b2", THROUGH, b=b1 + b2),
            Slip("b1_times_b2", THROUGH, b=b1 * b2),
        ]
    if m == n_out or n_out == 1:
        told = "Only b1 goes through W2: b2 is added at the end."
        found.append(Slip("both_through_W2", told, b=(b1 + b2) @ W2))
    if m == n_out:
        told = "W2 is turned there: it is b1 @ W2, in this order and without a transpose."
        found.append(Slip("W2_first_on_b1", told, b=W2 @ b1 + b2))
    if n_in == n_out:
        told = "The product is the wrong way round: X meets W1 first, so W1 stands on the left."
        found.append(Slip("order", told, W=W2 @ W1))
        if n_in == m:
            found += [
                Slip("order", told, (W2 @ W1, b2 @ W1 + b1)),
                Slip(
                    "b2_through_W1", "b1 goes through W2, and b2 through nothing.", b=b1 + b2 @ W1
                ),
            ]
    if W1.shape == W2.shape:
        told = "`*` multiplies number by number: layers in a row are a matrix product, `@`."
        found.append(Slip("elementwise", told, W=W1 * W2))
        told = "The matrices are added: layers in a row are a matrix product, `@`."
        found += [
            Slip("weights_added", told, (W1 + W2, b1 + b2)),
            Slip("weights_added", told, W=W1 + W2),
        ]
        if n_in == m:
            told = "The matrices are square, so it fits, but none of them has to be transposed."
            found += [
                Slip("transposed_weights", told, W=W1.T @ W2),
                Slip("transposed_weights", told, W=W1 @ W2.T),
                Slip("transposed_weights", told, (W1 @ W2.T, b1 @ W2.T + b2)),
            ]
    return found


RULE = Rule(
    "collapse",
    rule,
    result={"W": "W", "b": "b"},
    draw=draw,
    sizes={
        "2 inputs, 4 units, 3 outputs": (2, 4, 3),
        "3 inputs, 2 units, 1 output": (3, 2, 1),
        "1 input, 5 units, 2 outputs": (1, 5, 2),
    },
    hand={
        "With two inputs, three units and one output it gives what you get with a pencil.": (
            np.array([[1.0, 2.0, -1.0], [3.0, -0.5, 4.0]]),
            np.array([2.0, -3.0, 0.5]),
            np.array([[1.0], [-2.0], [3.0]]),
            np.array([10.0]),
        ),
        "Where all matrices are square, so that every product fits, it still follows the rule.": (
            np.array([[1.0, 2.0], [3.0, -0.5]]),
            np.array([2.0, -3.0]),
            np.array([[1.0, 4.0], [-2.0, 0.25]]),
            np.array([10.0, -20.0]),
        ),
    },
    edges={
        "A single unit between is no exception.": [
            (
                np.array([[2.0], [-1.0]]),
                np.array([3.0]),
                np.array([[0.5, -4.0]]),
                np.array([1.0, 2.5]),
            ),
            (np.array([[2.0]]), np.array([-3.0]), np.array([[5.0]]), np.array([1.5])),
        ],
        "Where all biases are 0, b is 0.": (
            np.array([[1.0, 2.0, -1.0], [3.0, -0.5, 4.0]]),
            np.zeros(3),
            np.array([[1.0], [-2.0], [3.0]]),
            np.zeros(1),
        ),
    },
    slips=slips,
    tip={
        "W": "X goes through W1 and then through W2: one product of the two, in this order.",
        "b": "An X of zeros leaves the biases alone: b1, through the second layer, and b2.",
    },
)
globals().update(checks_of(__file__, RULE))
