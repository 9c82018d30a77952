"""l2 is judged against the rule, on nets of one layer and of several."""

import numpy as np

from bpcourse.checking.draws import numbers, rate
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip


def rule(params, lam):
    penalty = lam / 2 * sum(np.sum(W**2) for W, _ in params)
    return penalty, [(lam * W, np.zeros(np.shape(b))) for W, b in params]


def draw(rng, shapes, scale=1.0):
    """A layer for each shape of W."""
    return [(scale * numbers(rng, *s), scale * numbers(rng, s[1])) for s in shapes], rate(rng)


def slips(params, lam):
    penalty, grads = rule(params, lam)
    matrices, biases = [W for W, _ in params], [b for _, b in params]
    squares = sum(np.sum(W**2) for W in matrices)
    count = sum(W.size for W in matrices)
    sizes = sum(np.sum(np.abs(W)) for W in matrices)

    def of_weights(dW):
        return [(dW(W), np.zeros(np.shape(b))) for W, b in params]

    other = (
        "That is another convention, lam times the sum of squares: at the same lam it is "
        "twice as strong. Here the factor is lam / 2."
    )
    biases_too = "The biases are in it, too: only the weights W are penalised."
    mean = "It is a mean, or divided by a count: the squares are added up, whatever their number."
    root = "That has the root of the sum, the norm: here the squares are added up without a root."
    no_lam = "lam is missing."
    abs_values = "That is L1, which adds up sizes: L2 adds up squares."
    last_only = "Only the last layer is in the penalty: add up over all layers."
    return [
        Slip("two_lam", other, (2 * penalty, of_weights(lambda W: 2 * lam * W))),
        Slip(
            "no_half",
            "The penalty is twice as large as its gradient says: its factor is lam / 2.",
            penalty=2 * penalty,
        ),
        Slip(
            "gradient_twice",
            "The gradient is twice too large: the derivative of lam / 2 * W**2 is lam * W.",
            grads=of_weights(lambda W: 2 * lam * W),
        ),
        Slip(
            "gradient_half",
            "The gradient is half too small: the square brings a factor 2, and lam * W is left.",
            grads=of_weights(lambda W: lam / 2 * W),
        ),
        Slip(
            "biases_too",
            biases_too,
            (
                lam / 2 * (squares + sum(np.sum(b**2) for b in biases)),
                [(lam * W, lam * b) for W, b in params],
            ),
        ),
        Slip(
            "biases_too",
            biases_too,
            penalty=lam / 2 * (squares + sum(np.sum(b**2) for b in biases)),
        ),
        Slip(
            "bias_gradient",
            "The biases are not in the penalty, so their gradient is 0.",
            grads=[(lam * W, lam * b) for W, b in params],
        ),
        Slip(
            "bias_itself",
            "The biases come back themselves: what is asked for is their gradient, which is 0.",
            grads=[(lam * W, 1.0 * b) for W, b in params],
        ),
        Slip("mean", mean, (penalty / count, of_weights(lambda W: lam * W / count))),
        Slip("mean", mean, penalty=penalty / count),
        Slip("mean", mean, penalty=lam / 2 * sum(np.mean(W**2) for W in matrices)),
        Slip(
            "mean",
            mean,
            (
                lam / 2 * sum(np.mean(W**2) for W in matrices),
                of_weights(lambda W: lam * W / W.size),
            ),
        ),
        Slip("mean", mean, (penalty / len(params), of_weights(lambda W: lam * W / len(params)))),
        Slip("root", root, penalty=lam / 2 * np.sqrt(squares)),
        Slip("root", root, penalty=lam * np.sqrt(squares)),
        Slip("root", root, penalty=lam / 2 * sum(np.sqrt(np.sum(W**2)) for W in matrices)),
        Slip("is_l1", abs_values, (lam * sizes, of_weights(lambda W: lam * np.sign(W)))),
        Slip("is_l1", abs_values, (lam / 2 * sizes, of_weights(lambda W: lam / 2 * np.sign(W)))),
        Slip("is_l1", abs_values, penalty=lam / 2 * sizes),
        Slip("is_l1", abs_values, grads=of_weights(lambda W: lam * np.sign(W))),
        Slip(
            "squares_in_gradient",
            "The gradient has squares in it: the derivative of a square is twice the number.",
            grads=of_weights(lambda W: lam / 2 * W**2),
        ),
        Slip(
            "square_of_sum",
            "The sum is squared: square each weight, and then add up.",
            penalty=lam / 2 * sum(np.sum(W) ** 2 for W in matrices),
        ),
        Slip(
            "moved_weights",
            "Those are weights after a step: what is asked for is the gradient, lam * W.",
            grads=[(W - lam * W, 1.0 * b) for W, b in params],
        ),
        Slip(
            "moved_weights",
            "Those are weights after a step: what is asked for is the gradient, lam * W.",
            grads=of_weights(lambda W: W - lam * W),
        ),
        Slip(
            "lam_squared",
            "lam is squared: it is a factor of the sum, beside the squares.",
            (lam * penalty, of_weights(lambda W: lam**2 * W)),
        ),
        Slip(
            "lam_squared",
            "lam is squared: it is a factor of the sum, beside the squares.",
            penalty=lam * penalty,
        ),
        Slip("no_lam", no_lam, (squares / 2, of_weights(lambda W: 1.0 * W))),
        Slip("no_lam", no_lam, penalty=squares / 2),
        Slip("no_lam", no_lam, grads=of_weights(lambda W: 1.0 * W)),
        Slip(
            "sign",
            "The sign of the gradient is wrong: the penalty grows where a weight leaves 0.",
            grads=of_weights(lambda W: -lam * W),
        ),
        Slip(
            "pairs_turned",
            "In each pair dW comes first, and then db.",
            grads=[(db, dW) for dW, db in grads],
        ),
        Slip(
            "first_only",
            "Only the first layer is in it: add up over all layers.",
            (
                lam / 2 * np.sum(matrices[0] ** 2),
                [grads[0], *((0 * dW, db) for dW, db in grads[1:])],
            ),
        ),
        Slip(
            "first_only",
            "Only the first layer is in it: add up over all layers.",
            penalty=lam / 2 * np.sum(matrices[0] ** 2),
        ),
        Slip("last_only", last_only, penalty=lam / 2 * np.sum(matrices[-1] ** 2)),
        Slip(
            "fro_of_layers",
            "That is the gradient of a norm: here each weight has lam times itself.",
            grads=of_weights(lambda W: lam * W / (np.linalg.norm(W) or 1.0)),
        ),
    ]


WIDE = np.array([[2.0, -1.5, 0.5], [1.0, 0.25, -2.5]])
DEEP = np.array([[0.75], [-3.0], [1.25]])
RULE = Rule(
    "l2",
    rule,
    result={
        "penalty": "the penalty",
        "grads": ["the list of gradients", {"dW": "dW of layer {i}", "db": "db of layer {i}"}],
    },
    draw=draw,
    sizes={
        "one layer (3, 2)": (((3, 2),),),
        "two layers (2, 3) and (3, 1)": (((2, 3), (3, 1)),),
        "three layers (2, 2)": (((2, 2), (2, 2), (2, 2)),),
    },
    hand={
        "Two layers, followed by hand, give the penalty and the gradients.": (
            [(WIDE, np.array([0.5, -1.0, 4.0])), (DEEP, np.array([-2.0]))],
            0.3,
        ),
    },
    edges={
        "With lam = 0 there is no penalty, and no pull.": (
            [(WIDE, np.array([0.5, -1.0, 4.0]))],
            0.0,
        ),
        "A weight of 0 adds nothing, and is not pulled.": [
            ([(np.array([[0.0, 2.0], [-1.5, 0.0]]), np.array([1.0, 2.0]))], 0.7),
            ([(np.zeros((2, 1)), np.array([3.0]))], 0.7),
        ],
        "Large biases change nothing.": (
            [(np.array([[1.5, -0.5]]), np.array([1000.0, -2000.0]))],
            0.3,
        ),
        "A single weight, a small lam and a large one are no exception.": [
            ([(np.array([[-1.5]]), np.array([0.5]))], 1e-4),
            ([(np.array([[-1.5]]), np.array([0.5]))], 30.0),
        ],
    },
    whole=[
        ([(np.array([[2, -1], [3, 4]]), np.array([5, -2]))], 0.3),
        ([(np.array([[2, -1]]), np.array([5, -2])), (np.array([[3], [1]]), np.array([7]))], 3),
    ],
    slips=slips,
    tip={
        "penalty": "It is lam / 2 times the sum of all squared weights, of all layers.",
        "grads": "For each layer it is (lam * W, zeros in the shape of b).",
    },
)
globals().update(checks_of(__file__, RULE))
