"""mse is judged against the rule, and where a column meets a flat array."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip, Wrong

PAIRS = (
    "That is the mean of a table (n, n): each prediction met every right answer. Print the shapes."
)
TIP = "Subtract, square each error, and take the mean of all squares."


def rule(y_hat, y):
    return float(np.mean((np.ravel(y_hat) - np.ravel(y)) ** 2))


def draw(rng, *shape, scale=1.0):
    return scale * numbers(rng, *shape), scale * numbers(rng, *shape)


def slips(y_hat, y):
    a, b = np.ravel(y_hat), np.ravel(y)
    e, size = a - b, a.size
    right, rows = float(np.mean(e**2)), len(y_hat)
    found = [
        Slip("table_of_pairs", PAIRS, float(np.mean((a[:, np.newaxis] - b) ** 2))),
        Slip(
            "sum",
            "That is the sum of the squares: the mean divides it by how many there are.",
            size * right,
        ),
        Slip(
            "half",
            "That is half of it: other books put 1/2 in front, this course does not.",
            right / 2,
        ),
        Slip(
            "half_of_the_sum",
            "That is half the sum of the squares: take their mean.",
            size * right / 2,
        ),
        Slip("root", "That is the root of it: the loss is the mean square itself.", np.sqrt(right)),
        Slip(
            "absolute",
            "That is the mean of the absolute errors: square them instead.",
            np.mean(np.abs(e)),
        ),
        Slip(
            "square_of_mean",
            "That is the square of the mean error: square first, or errors cancel.",
            np.mean(e) ** 2,
        ),
        Slip(
            "no_square",
            "That is the mean error: without squares, errors of both signs cancel.",
            np.mean(e),
        ),
        Slip(
            "no_square",
            "That is the mean error: without squares, errors of both signs cancel.",
            -np.mean(e),
        ),
        Slip(
            "doubled_not_squared",
            "The errors are doubled, and not squared: `**` is a power and `*` a product.",
            2 * np.mean(e),
        ),
        Slip("difference_of_squares", "Subtract first, then square.", np.mean(np.abs(a**2 - b**2))),
        Slip("difference_of_squares", "Subtract first, then square.", np.mean(a**2 - b**2)),
        Slip("sum_of_both", "The error is a difference: y is subtracted.", np.mean((a + b) ** 2)),
        Slip("no_target", "The right answers y are missing in it.", np.mean(a**2)),
        Slip("largest", "That is the largest square: take their mean.", np.max(e**2)),
        Slip("median", "That is the median of the squares: take their mean.", np.median(e**2)),
        Slip(
            "variance_of_errors",
            "That is the variance of the errors: it leaves out their mean.",
            np.var(e),
        ),
    ]
    if size > 1:
        told = "That divides by one less than there are errors."
        found.append(Slip("n_minus_1", told, size * right / (size - 1)))
    if rows < size:
        told = "That divides by the rows alone: a table has n times k numbers."
        found.append(Slip("by_rows", told, size * right / rows))
        told = "That is the loss of each column: take the mean of all numbers of the table."
        found.append(Slip("column_means", told, np.mean((y_hat - y) ** 2, axis=0)))
    return found


WHOLE = [
    (np.array([3, -1, 4, 1]), np.array([2.5, 0.5, 1.25, 3.0])),
    (np.array([2.5, 0.5, 1.25, 3.0]), np.array([3, -1, 4, 1])),
    (np.array([3, -1, 4, 1]), np.array([1, 2, 6, -4])),
]
RULE = Rule(
    "mse",
    rule,
    result="the loss",
    draw=draw,
    sizes={
        "(7,)": (7,),
        "a table (4, 3)": (4, 3),
        "a column (5, 1)": (5, 1),
    },
    hand={
        "With five samples it gives what you get with a pencil.": (
            np.array([1.0, 2.5, -1.0, 4.0, 0.5]),
            np.array([2.0, 2.0, 1.0, 1.0, 1.5]),
        ),
        "Of a table it is the mean of all numbers.": (
            np.array([[1.0, 3.0], [2.0, -1.0], [0.5, 2.5]]),
            np.array([[2.0, 1.0], [2.5, 1.0], [1.5, -1.0]]),
        ),
    },
    edges={
        "One sample is no exception.": [
            (np.array([3.0]), np.array([1.5])),
            (np.array([[-2.0]]), np.array([[1.0]])),
        ],
        "Where every prediction is right, the loss is 0.": (
            np.array([1.0, -2.0, 3.0]),
            np.array([1.0, -2.0, 3.0]),
        ),
    },
    whole=WHOLE,
    slips=slips,
    tip=TIP,
)
globals().update(checks_of(__file__, RULE))

OTHER_ERROR = "It stops with {}, where a column meets a flat array."
ALLOWED = "The task allows a `ValueError` there, and no other error."
MIXED = (
    Case(np.array([[1.0], [2.5], [-1.0], [4.0]]), np.array([2.0, 2.0, 1.0, 1.0])),
    Case(np.array([1.0, 2.5, -1.0, 4.0]), np.array([[2.0], [2.0], [1.0], [1.0]])),
)


def test_a_column_meets_a_flat_array(mse):
    """Where (n, 1) meets (n,), it gives the loss of n predictions, or refuses with a ValueError."""
    compared = []
    for case in MIXED:
        try:
            got = RULE.call(mse, case)
        except ValueError:
            continue
        except (AssertionError, TypeError) as error:  # by which one may mean to refuse it
            told = OTHER_ERROR.format(type(error).__name__)
            raise Wrong(f"{told}\n{ALLOWED}", "other_error") from error
        compared.append((case, RULE.compare(got, case)))
    if not all(one.right for _, one in compared):
        RULE.hold(mse, *(Case(*map(np.ravel, case.arguments)) for case in MIXED))
        raise RULE.finding(compared)
