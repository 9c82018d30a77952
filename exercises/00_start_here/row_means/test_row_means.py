"""row_means is judged against the rule, also where there are as many rows as columns."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip


def rule(X):
    return np.sum(X, axis=1) / X.shape[1]  # (n,)


def draw(rng, n, k, scale=1.0):
    return (scale * numbers(rng, n, k),)


def slips(X):
    n, k = X.shape
    right, sums = rule(X), X.sum(axis=1)
    nonzero = np.maximum((X != 0).sum(axis=1), 1)
    ended = np.zeros(n)
    ended[:k] = right[:k]
    return [
        Slip(
            "column_means",
            "These are the means of the columns: axis 0 disappeared, and it counts the rows.",
            X.mean(axis=0),
        ),
        Slip(
            "one_mean",
            "That is one mean of the whole table: without an axis, both axes disappear.",
            X.mean(),
        ),
        Slip(
            "column",
            "The means stand in a column (n, 1): they should lie in a row (n,).",
            right[:, np.newaxis],
        ),
        Slip("sums", "These are the sums: a mean divides by how many numbers there are.", sums),
        Slip(
            "divides_by_rows",
            "That divides by the number of rows: a row has as many numbers as there are columns.",
            sums / n,
        ),
        Slip(
            "divides_by_all",
            "That divides by all numbers of the table: a row has k of them.",
            sums / X.size,
        ),
        Slip(
            "divides_by_one_less",
            "That divides by one less than there are numbers in a row.",
            sums / max(k - 1, 1),
        ),
        Slip(
            "median",
            "That is the number in the middle, the median: a mean divides the sum of all.",
            np.median(X, axis=1),
        ),
        Slip(
            "middle",
            "That is halfway between the smallest and the largest: the mean takes all numbers.",
            (X.max(axis=1) + X.min(axis=1)) / 2,
        ),
        Slip(
            "zeros_left_out", "A 0 counts like any other number: it was left out.", sums / nonzero
        ),
        Slip("largest", "That is the largest number of each row.", X.max(axis=1)),
        Slip("first_column", "That is the first column: the mean takes all columns.", X[:, 0]),
        Slip(
            "without_sign",
            "The minus signs are lost: negative numbers make a mean smaller.",
            np.abs(X).mean(axis=1),
        ),
        Slip("one_row", "That is the mean of one row: every row has its own.", right[0]),
        Slip("ends_too_early", "The last rows are missing: count the rows with len(X).", ended),
    ]


RULE = Rule(
    "row_means",
    rule,
    result="the result",
    draw=draw,
    sizes={
        "n = 5, k = 3": (5, 3),
        "n = 2, k = 4": (2, 4),
        "n = 3, k = 3": (3, 3),
    },
    hand={
        "Each row has its own mean, wherever its numbers lie.": (
            np.array(
                [
                    [1.0, 2.0, 6.0, -3.0],
                    [0.0, 4.0, 0.0, 5.0],
                    [7.0, -0.5, 2.0, 1.0],
                    [8.0, 2.0, 3.5, 1.0],
                    [0.5, -4.0, 2.0, 9.0],
                ]
            ),
        ),
        "Where there are as many rows as columns, the means are still those of the rows.": (
            np.array([[1.0, 2.0, -9.0], [-1.0, 4.0, 0.0], [3.0, -0.5, 8.0]]),
        ),
    },
    edges={
        "One row, or one column, is no exception.": [
            (np.array([[1.0, -2.0, 4.0, 6.0]]),),
            (np.array([[1.0], [-2.0], [4.0]]),),
        ],
        "A row of zeros has the mean 0, and zeros count.": (
            np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 3.0, 0.0, -1.0], [2.0, 0.0, 1.0, 6.0]]),
        ),
    },
    slips=slips,
    tip="For each row: add up its numbers, and divide by how many there are in it.",
)
globals().update(checks_of(__file__, RULE))
