"""global_norm is judged against the rule, on arrays of all shapes and on plain numbers."""

import numpy as np

from bpcourse.checking.draws import number, numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip


def rule(grads):
    return float(np.sqrt(sum(np.sum(np.square(dw)) for dw in grads)))


def draw(rng, shapes, scale=1.0):
    """An array for each shape; a plain number where the shape is ()."""
    return ([scale * (numbers(rng, *shape) if shape else number(rng)) for shape in shapes],)


def slips(grads):
    flat = np.concatenate([np.ravel(g) for g in grads]).astype(float)
    lengths = [float(np.sqrt(np.sum(np.square(g)))) for g in grads]
    matrices = [
        np.linalg.norm(g, 2) if np.ndim(g) == 2 else n for g, n in zip(grads, lengths, strict=True)
    ]
    signs = "Signs cancel: square every element before you add."
    return [
        Slip(
            "sum_of_lengths",
            "That is the sum of the lengths: add the squares, and take one root at the end.",
            sum(lengths),
        ),
        Slip(
            "longest",
            "That is the longest of the arrays: all of them belong to the arrow.",
            max(lengths),
        ),
        Slip("mean_of_lengths", "That is the mean of the lengths.", np.mean(lengths)),
        Slip("no_root", "The root is missing: that is the square of the length.", np.sum(flat**2)),
        Slip("first_only", "Only the first array is in it.", lengths[0]),
        Slip("last_only", "Only the last array is in it.", lengths[-1]),
        Slip(
            "absolute_values",
            "That is the sum of the absolute values: square them.",
            np.sum(np.abs(flat)),
        ),
        Slip("largest_element", "That is the largest element.", np.max(np.abs(flat))),
        Slip(
            "mean_square",
            "That is the root of the mean square: a longer list is a longer arrow.",
            np.sqrt(np.mean(flat**2)),
        ),
        Slip("sums_cancel", signs, abs(np.sum(flat))),
        Slip("sums_cancel", signs, np.sum(flat)),
        Slip("sums_cancel", signs, np.sqrt(sum(np.sum(g) ** 2 for g in grads))),
        Slip("deviation", "That is the standard deviation: nothing is taken off.", np.std(flat)),
        Slip(
            "matrix_norm",
            "For a matrix np.linalg.norm(., 2) is something else: take it of the raveled array.",
            np.sqrt(sum(np.square(matrices))),
        ),
        Slip(
            "roots_twice",
            "A root is taken for each array, and again at the end.",
            np.sqrt(sum(lengths)),
        ),
        Slip(
            "lengths",
            "These are the lengths of the arrays one by one: together they are one arrow.",
            np.array(lengths),
        ),
    ]


RULE = Rule(
    "global_norm",
    rule,
    result="the length",
    draw=draw,
    sizes={
        "(3, 2) and (2,)": (((3, 2), (2,)),),
        "(4,), a number, (2, 3) and (3, 1)": (((4,), (), (2, 3), (3, 1)),),
        "two of (3, 3)": (((3, 3), (3, 3)),),
    },
    hand={
        "Followed by hand, a matrix, an array and a number make one arrow.": (
            [np.array([[1.0, -2.0], [2.0, 0.5]]), np.array([-3.0, 1.0, 0.25]), -2.0],
        )
    },
    edges={
        "One array is as long as it is.": ([np.array([1.0, -2.0, 2.0])],),
        "How the numbers are cut into arrays does not matter.": [
            ([np.arange(12.0)],),
            ([np.arange(12.0)[:5].copy(), np.arange(12.0)[5:11].reshape(3, 2), np.array([11.0])],),
        ],
        "Zeros have the length 0, and one large number does not hide.": [
            ([np.zeros((2, 2)), np.zeros(3)],),
            ([np.zeros((2, 2)), np.zeros(3), np.array([1e6])],),
        ],
        "A long array and many arrays are no exception.": [
            ([np.ones(400), -np.ones((20, 20))],),
            ([np.array([1.0, -1.0])] * 50,),
        ],
    },
    slips=slips,
    tip="The root of the sum of all squares, over every element of every array.",
)
globals().update(checks_of(__file__, RULE))
