"""add_bias is judged against the rule, also where a table is square and a column would fit."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip

ONE = "b is added to one row only: every row gets it."


def rule(Z, b):
    return Z + b  # (n, k)


def draw(rng, n, k, scale=1.0):
    return scale * numbers(rng, n, k), scale * numbers(rng, k)


def one_row(Z, b, row):
    new = Z * 1.0
    new[row] += b
    return new


def slips(Z, b):
    n, k = Z.shape
    right = rule(Z, b)
    by_row = np.array([b[row % k] for row in range(n)])[:, np.newaxis]
    ended = np.zeros((n, k))
    ended[:k] = right[:k]
    return [
        Slip(
            "to_the_rows",
            "Each row got one number of b: number j belongs to column j, in every row.",
            Z + by_row,
        ),
        Slip(
            "outer_sum",
            "Every number of Z met every number of b: each should meet one, that of its column.",
            Z[:, :, np.newaxis] + b,
        ),
        Slip(
            "sum_of_b", "That adds the sum of b: each column has a number of its own.", Z + b.sum()
        ),
        Slip(
            "mean_of_b",
            "That adds the mean of b: each column has a number of its own.",
            Z + b.mean(),
        ),
        Slip(
            "first_number_only",
            "That adds the first number of b alone: each column has a number of its own.",
            Z + b[0],
        ),
        Slip("first_row_only", ONE, one_row(Z, b, 0)),
        Slip("first_row_only", ONE, one_row(Z, b, -1)),
        Slip("minus", "b is subtracted: it should be added.", Z - b),
        Slip("minus", "Z is subtracted from b: both should be added.", b - Z),
        Slip("times", "Z and b are multiplied: they should be added.", Z * b),
        Slip(
            "backwards",
            "b is used backwards: its first number belongs to the first column.",
            Z + b[::-1],
        ),
        Slip(
            "bias_column",
            "A column was put beside Z. With a column of ones some books do so; here b is added.",
            np.column_stack([Z, np.ones(n)]),
        ),
        Slip(
            "bias_row", "b was put below Z as one more row: it should be added.", np.vstack([Z, b])
        ),
        Slip(
            "summed_up",
            "The numbers of each row are added up: leave the table a table.",
            right.sum(axis=1),
        ),
        Slip("nothing_added", "That is Z as it was: nothing was added to what you return.", Z),
        Slip(
            "ends_too_early",
            "The last rows are missing: count the rows with len(Z), and not with len(b).",
            ended,
        ),
    ]


RULE = Rule(
    "add_bias",
    rule,
    result="the result",
    draw=draw,
    sizes={
        "n = 5, k = 3": (5, 3),
        "n = 2, k = 4": (2, 4),
        "n = 3, k = 3": (3, 3),
    },
    hand={
        "Where there are as many rows as columns, each column still has its own number.": (
            np.array([[1.0, 2.0, -3.0], [-1.0, 4.0, 0.5], [3.0, -0.5, 2.0]]),
            np.array([10.0, -20.0, 30.5]),
        ),
        "With more rows than columns, no row is forgotten.": (
            np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 4.0], [-2.0, 0.25]]),
            np.array([0.75, -3.0]),
        ),
    },
    edges={
        "One row, or one column, is no exception.": [
            (np.array([[1.0, -2.0, 4.0]]), np.array([3.0, 0.5, 1.5])),
            (np.array([[1.0], [-2.0], [4.0]]), np.array([3.0])),
        ],
        "Where b is 0, the table stays the same.": (
            np.array([[1.0, 2.0], [0.5, -1.0], [-2.0, 3.0]]),
            np.zeros(2),
        ),
    },
    slips=slips,
    tip="Number j of b is added to column j, in every row.",
)
globals().update(checks_of(__file__, RULE))
