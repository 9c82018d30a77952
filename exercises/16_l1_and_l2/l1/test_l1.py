"""l1 is judged against the rule, on nets of one layer and of several, and with weights of 0."""

import numpy as np

from bpcourse.checking.draws import numbers, rate
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip


def rule(params, lam):
    penalty = lam * sum(np.sum(np.abs(W)) for W, _ in params)
    return penalty, [(lam * np.sign(W), np.zeros(np.shape(b))) for W, b in params]


def draw(rng, shapes, scale=1.0):
    """A layer for each shape of W."""
    return [(scale * numbers(rng, *s), scale * numbers(rng, s[1])) for s in shapes], rate(rng)


def slips(params, lam):
    penalty, grads = rule(params, lam)
    matrices, biases = [W for W, _ in params], [b for _, b in params]
    squares = sum(np.sum(W**2) for W in matrices)
    sizes = sum(np.sum(np.abs(W)) for W in matrices)
    count = sum(W.size for W in matrices)

    def of_weights(dW):
        return [(dW(W), np.zeros(np.shape(b))) for W, b in params]

    def cut(W):
        return np.sign(W) * np.maximum(np.abs(W) - lam, 0)

    at_zero = "At a weight of exactly 0 the gradient is 0: np.sign gives 1, −1 or 0."
    half = "There is a factor one half, as in L2: the derivative of |W| is the sign, so none here."
    biases_too = "The biases are in it, too: only the weights W are penalised."
    largest = "That has one number of each matrix alone: all sizes of all weights are added up."
    mean = "It is a mean, or divided by a count: the sizes are added up, whatever their number."
    smooth = "The corner is rounded off, so near 0 it is another function: use np.abs and np.sign."
    squared = "That is L2, which adds up squares: L1 adds up sizes."
    moved = "Those are weights after a step: what is asked for is the gradient, lam * np.sign(W)."
    sign = "The sign of the gradient is wrong: the penalty grows where a weight leaves 0."
    no_lam = "lam is missing."
    found = [
        Slip("sign_of_zero", at_zero, grads=of_weights(lambda W: np.where(W >= 0, lam, -lam))),
        Slip("sign_of_zero", at_zero, grads=of_weights(lambda W: np.where(W > 0, lam, -lam))),
        Slip("half", half, (penalty / 2, of_weights(lambda W: lam / 2 * np.sign(W)))),
        Slip("half", half, penalty=penalty / 2),
        Slip("half", half, grads=of_weights(lambda W: lam / 2 * np.sign(W))),
        Slip(
            "sizes_in_gradient",
            "The gradient has sizes in it: the slope of |W| is its sign, whatever its size.",
            grads=of_weights(lambda W: lam * np.abs(W)),
        ),
        Slip("is_l2", squared, (lam / 2 * squares, of_weights(lambda W: lam * W))),
        Slip("is_l2", squared, grads=of_weights(lambda W: lam * W)),
        Slip("is_l2", squared, penalty=lam / 2 * squares),
        Slip("is_l2", squared, penalty=lam * squares),
        Slip("no_lam", no_lam, (sizes, of_weights(np.sign))),
        Slip("no_lam", no_lam, grads=of_weights(np.sign)),
        Slip("no_lam", no_lam, penalty=sizes),
        Slip(
            "biases_too",
            biases_too,
            (
                lam * (sizes + sum(np.sum(np.abs(b)) for b in biases)),
                [(lam * np.sign(W), lam * np.sign(b)) for W, b in params],
            ),
        ),
        Slip(
            "biases_too", biases_too, penalty=lam * (sizes + sum(np.sum(np.abs(b)) for b in biases))
        ),
        Slip(
            "bias_gradient",
            "The biases are not in the penalty, so their gradient is 0.",
            grads=[(lam * np.sign(W), lam * np.sign(b)) for W, b in params],
        ),
        Slip(
            "bias_itself",
            "The biases come back themselves: what is asked for is their gradient, which is 0.",
            grads=[(lam * np.sign(W), 1.0 * b) for W, b in params],
        ),
        Slip("largest_only", largest, penalty=lam * max(np.max(np.abs(W)) for W in matrices)),
        Slip("largest_only", largest, penalty=lam * sum(np.max(np.abs(W)) for W in matrices)),
        Slip("largest_only", largest, penalty=lam * sum(np.linalg.norm(W, 1) for W in matrices)),
        Slip("mean", mean, penalty=penalty / count),
        Slip("mean", mean, penalty=lam * sum(np.mean(np.abs(W)) for W in matrices)),
        Slip(
            "mean",
            mean,
            (
                lam * sum(np.mean(np.abs(W)) for W in matrices),
                of_weights(lambda W: lam * np.sign(W) / W.size),
            ),
        ),
        Slip(
            "no_sizes",
            "The sizes are missing in the penalty, so weights of both signs cancel.",
            penalty=lam * sum(np.sum(W) for W in matrices),
        ),
        Slip(
            "size_of_sum",
            "That is the size of a sum: take the size of each weight, and then add up.",
            penalty=lam * sum(abs(np.sum(W)) for W in matrices),
        ),
        Slip("cut_weights", moved, grads=of_weights(cut)),
        Slip("cut_weights", moved, grads=of_weights(lambda W: W - lam * np.sign(W))),
        Slip(
            "cut_weights", moved, grads=[(W - lam * np.sign(W), 1.0 * b) for W, b in params]
        ),
        Slip("sign", sign, grads=of_weights(lambda W: -lam * np.sign(W))),
        Slip(
            "pairs_turned",
            "In each pair dW comes first, and then db.",
            grads=[(db, dW) for dW, db in grads],
        ),
        Slip(
            "first_only",
            "Only the first layer is in it: add up over all layers.",
            (
                lam * np.sum(np.abs(matrices[0])),
                [grads[0], *((0 * dW, db) for dW, db in grads[1:])],
            ),
        ),
        Slip(
            "first_only",
            "Only the first layer is in it: add up over all layers.",
            penalty=lam * np.sum(np.abs(matrices[0])),
        ),
        Slip(
            "last_only",
            "Only the last layer is in the penalty: add up over all layers.",
            penalty=lam * np.sum(np.abs(matrices[-1])),
        ),
    ]  # fmt: skip
    for eps in (1e-4, 1e-6, 1e-8, 1e-12):
        root = lambda W, eps=eps: np.sqrt(W**2 + eps)  # noqa: E731
        rounded = lam * sum(np.sum(root(W)) for W in matrices)
        slopes = of_weights(lambda W, root=root: lam * W / root(W))
        added = of_weights(lambda W, eps=eps: lam * W / (np.abs(W) + eps))
        found += [
            Slip("rounded_corner", smooth, (rounded, slopes)),
            Slip("rounded_corner", smooth, penalty=rounded),
            Slip("rounded_corner", smooth, grads=slopes),
            Slip("rounded_corner", smooth, grads=added),
        ]
    if any(np.any(W == 0) for W in matrices):
        divided = "W / |W| is 0 / 0 at a weight of 0, which is nan: np.sign gives 0 there."
        found.append(Slip("nan_at_zero", divided, grads=of_weights(lambda W: lam * W / np.abs(W))))
    return found


WIDE = np.array([[2.0, -1.5, 0.5], [1.0, 0.25, -2.5]])
DEEP = np.array([[0.75], [-3.0], [1.25]])
RULE = Rule(
    "l1",
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
        "At a weight of 0 the gradient is 0, and at −0, too.": [
            Case(
                [(np.array([[0.0, 2.0], [-1.5, -0.0]]), np.array([1.0, 2.0]))],
                0.7,
                quiet=True,
            ),
            Case([(np.zeros((2, 1)), np.array([3.0]))], 0.7, quiet=True),
        ],
        "Small weights are pulled like large ones.": (
            [(np.array([[1e-5, -1e-3], [1000.0, -2.0]]), np.array([1.0, 2.0]))],
            0.3,
        ),
        "With lam = 0 there is no penalty, and no pull.": (
            [(WIDE, np.array([0.5, -1.0, 4.0]))],
            0.0,
        ),
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
        "penalty": "It is lam times the sum of the sizes of all weights, of all layers.",
        "grads": "For each layer it is (lam * np.sign(W), zeros in the shape of b).",
    },
)
globals().update(checks_of(__file__, RULE))
