"""mse_grad is judged against the rule. That the rule agrees with nudging, a test holds.

The data by hand are five numbers: with five, every usual wrong factor is another number.
"""

import numpy as np

from bpcourse.checking.compare import usual_slips
from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip

ONE = "That is one number for all predictions: each has a slope of its own, so add nothing up."


def rule(y_hat, y):
    return 2 * (y_hat - y) / y.size


def loss(y_hat, y):
    return np.mean((y_hat - y) ** 2)


def draw(rng, *shape, scale=1.0):
    return scale * numbers(rng, *shape), scale * numbers(rng, *shape)


def slips(y_hat, y):
    e, size = y_hat - y, y.size
    right = rule(y_hat, y)
    together = "Each prediction has a slope of its own: nothing is added up."
    found = [
        *usual_slips(right, size),
        Slip("all_alike", together, np.full(y.shape, 2 * np.mean(e))),
        Slip("all_alike", together, np.full(y.shape, 2 * np.sum(e))),
        Slip("one_for_all", ONE, 2 * np.mean(e)),
        Slip("one_for_all", ONE, 2 * np.sum(e)),
        Slip("one_for_all", ONE, float(np.mean(e**2))),
        Slip("absolute", "That is the slope of the mean absolute error.", np.sign(e) / size),
        Slip(
            "no_sign",
            "The sign is lost: a prediction that is too small has a negative slope.",
            2 * np.abs(e) / size,
        ),
        Slip(
            "squares",
            "These are the squares, the loss itself: their derivative is asked for.",
            e**2 / size,
        ),
        Slip(
            "squares",
            "These are the squares, the loss itself: their derivative is asked for.",
            e**2,
        ),
        Slip(
            "times_prediction",
            "A prediction and its error change by the same amount: nothing more is multiplied.",
            right * y_hat,
        ),
        Slip(
            "times_target",
            "A prediction and its error change by the same amount: nothing more is multiplied.",
            right * y,
        ),
        Slip("no_target", "The right answers y are missing in it.", 2 * y_hat / size),
        Slip("adds_target", "The error is a difference: y is subtracted.", 2 * (y_hat + y) / size),
        Slip(
            "takes_the_step",
            "That is where a step would lead: return the slopes themselves.",
            y_hat - right,
        ),
    ]
    if size > 1:
        told = "That is a table (n, n): each prediction met every right answer."
        table = np.ravel(y_hat)[:, np.newaxis] - np.ravel(y)
        found.append(Slip("table_of_pairs", told, 2 * table / size))
    if y.ndim == 2 and y.shape[1] > 1:
        told = "That divides by the {} alone: the loss is a mean over all n times k numbers."
        found.append(Slip("by_rows", told.format("rows"), 2 * e / len(y)))
        found.append(Slip("by_columns", told.format("columns"), 2 * e / y.shape[1]))
        told = "The table has become a flat row: leave the shape as it is."
        found.append(Slip("flat", told, np.ravel(right)))
    return found


WHOLE = [
    (np.array([3, -1, 4, 1]), np.array([2.5, 0.5, 1.25, 3.0])),
    (np.array([2.5, 0.5, 1.25, 3.0]), np.array([3, -1, 4, 1])),
    (np.array([3, -1, 4, 1]), np.array([1, 2, 6, -4])),
]
RULE = Rule(
    "mse_grad",
    rule,
    result="the gradient",
    draw=draw,
    sizes={
        "(7,)": (7,),
        "a table (5, 3)": (5, 3),
        "a column (5, 1)": (5, 1),
    },
    hand={
        "With five samples it gives what you get with a pencil.": (
            np.array([1.0, 2.5, -1.0, 4.0, 0.5]),
            np.array([2.0, 2.0, 1.0, 1.0, 1.5]),
        ),
        "Of a table every number has its slope.": (
            np.array(
                [
                    [1.0, 3.0, 0.5],
                    [2.0, -1.0, 1.0],
                    [0.5, 2.5, -2.0],
                    [4.0, 1.5, 1.0],
                    [3.0, 2.0, -1.0],
                ]
            ),
            np.array(
                [
                    [2.0, 1.0, 1.5],
                    [2.5, 1.0, -1.5],
                    [1.5, -1.0, 2.0],
                    [1.0, 2.0, 0.5],
                    [1.0, -1.5, 2.5],
                ]
            ),
        ),
    },
    edges={
        "One prediction is no exception.": (np.array([3.0]), np.array([1.5])),
        "Where every prediction is right, every slope is 0.": (
            np.array([1.0, -2.0, 3.0]),
            np.array([1.0, -2.0, 3.0]),
        ),
    },
    whole=WHOLE,
    slips=slips,
    loss=loss,
    by=("y_hat",),
    tip="Each prediction has the slope 2 times its error, divided by how many errors there are.",
)
globals().update(checks_of(__file__, RULE))
