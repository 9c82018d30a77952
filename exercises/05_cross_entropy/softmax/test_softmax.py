"""softmax is judged against the rule, also where exp overflows and where it sinks to 0."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip

ROWS = "Each row has a softmax of its own: sum along axis=1, over the classes."
ALL = "That divides by one sum over the whole table: each row adds up to 1 on its own."
SUM = "Each row has to add up to 1: divide each exponential by the sum of its row."


def largest_of_row(Z):
    return Z.max(axis=1, keepdims=True)


def probabilities(Z, axis=1, shift=largest_of_row):
    """Softmax along an axis; axis=None is the whole table. `shift` is taken off before exp."""
    E = np.exp(Z - shift(Z))
    return E / E.sum(axis=axis, keepdims=True)


def rule(Z):
    return probabilities(Z * 1.0)


def draw(rng, n, k):
    return (numbers(rng, n, k),)


def slips(Z):
    Z = Z * 1.0
    P, E = rule(Z), np.exp(Z - largest_of_row(Z))
    log_sum = np.log(E.sum(axis=1, keepdims=True))
    found = [
        Slip(
            "no_shift",
            "exp of a large logit is infinite, and of −1000 it is 0: first subtract the "
            "largest logit of the row from each of its logits.",
            probabilities(Z, shift=lambda Z: 0),
        ),
        Slip(
            "shifted_by_all",
            "Each row is shifted by its own largest logit, not by the largest of the table.",
            probabilities(Z, shift=np.max),
        ),
        Slip(
            "shifted_by_smallest",
            "The smallest logit is subtracted: subtract the largest, then no exponent is above 0.",
            probabilities(Z, shift=lambda Z: Z.min(axis=1, keepdims=True)),
        ),
        Slip(
            "shifted_by_mean",
            "The mean is subtracted: subtract the largest, so that no exponent is above 0.",
            probabilities(Z, shift=lambda Z: Z.mean(axis=1, keepdims=True)),
        ),
        Slip("whole_table", ALL, probabilities(Z, axis=None, shift=np.max)),
        Slip("whole_table", ALL, probabilities(Z, axis=None, shift=lambda Z: 0)),
        Slip("whole_table", ALL, E / E.sum()),
        Slip("columns", ROWS, probabilities(Z, axis=0, shift=lambda Z: Z.max(axis=0))),
        Slip("columns", ROWS, probabilities(Z, axis=0, shift=lambda Z: 0)),
        Slip("columns", ROWS, E / E.sum(axis=0)),
        Slip(
            "no_exp",
            "exp is missing: logits divided by their sum may be below 0.",
            Z / Z.sum(axis=1, keepdims=True),
        ),
        Slip("not_divided", SUM, np.exp(Z)),
        Slip("not_divided", SUM, E),
        Slip("log_softmax", "These are the logarithms of the probabilities.", np.log(E) - log_sum),
        Slip(
            "log_softmax",
            "These are the logarithms of the probabilities.",
            Z - largest_of_row(Z) - log_sum,
        ),
        Slip("base_two", "That is 2 to the power of the logits: take exp.", rule(Z * np.log(2))),
        Slip("doubled", "The logits are taken twice as large as they are.", rule(2 * Z)),
        Slip(
            "sigmoid",
            "That is a sigmoid of each logit: with softmax the logits of a row share one sum.",
            0.5 * (1 + np.tanh(Z / 2)),
        ),
        Slip("absolute", "The sign of the logits is lost: −3 is smaller than 1.", rule(np.abs(Z))),
        Slip("turned", "The smallest logit gets the most: look at the sign in exp.", rule(-Z)),
        Slip(
            "only_the_largest",
            "The largest logit gets all of it: softmax leaves something for each class.",
            np.eye(Z.shape[1])[Z.argmax(axis=1)],
        ),
        Slip("twice", "Softmax is taken twice.", rule(P)),
        *(
            Slip(
                "clipped",
                "Where logits are cut to a range, different ones become equal: shift them instead.",
                probabilities(np.clip(Z, -edge, edge), shift=lambda Z: 0),
            )
            for edge in (20, 50, 100, 500, 600, 700, 709)
        ),
        *(
            Slip(
                "tiny_number",
                "A tiny number in the divisor hides the 0 / 0 but gives no probabilities: shift.",
                np.exp(Z) / (np.exp(Z).sum(axis=1, keepdims=True) + tiny),
            )
            for tiny in (1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16)
        ),
    ]
    if len(Z) == Z.shape[1]:
        told = "Each row is divided by the sums of all rows: keep the sum a column, (n, 1)."
        found.append(Slip("sum_lies_down", told, E / E.sum(axis=1)))
        found.append(Slip("sum_lies_down", told, np.exp(Z) / np.exp(Z).sum(axis=1)))
        told = "Each row is shifted by the largest logits of all rows: keep them a column, (n, 1)."
        lying = Z - Z.max(axis=1)
        found.append(Slip("largest_lies_down", told, probabilities(lying, shift=lambda Z: 0)))
        told = "The largest logits and the sums lie in a row: keep both as columns, (n, 1)."
        found.append(Slip("both_lie_down", told, np.exp(lying) / np.exp(lying).sum(axis=1)))
    return found


RULE = Rule(
    "softmax",
    rule,
    result="the table of probabilities",
    draw=draw,
    sizes={"n = 4, k = 3": (4, 3), "n = 2, k = 5": (2, 5), "n = 3, k = 3": (3, 3)},
    hand={
        "With three samples and three classes each row follows the rule.": (
            np.array([[2.0, 1.0, 0.0], [-1.0, 0.5, 3.0], [0.25, -2.0, 1.5]]),
        ),
        "With more classes than samples each row follows the rule.": (
            np.array([[1.0, -0.5, 2.0, 0.0], [-3.0, 1.5, 0.5, -1.0]]),
        ),
    },
    edges={
        "One sample, two classes, and a single class, are no exception.": [
            (np.array([[1.0, -0.5, 2.0]]),),
            (np.array([[3.0, -1.0], [0.5, 2.0], [-1.0, -4.0]]),),
            (np.array([[3.0], [-2.0]]),),
        ],
        "Equal logits share alike, whatever their size.": [
            (np.array([[2.5, 2.5, 2.5], [-1.0, 3.0, 3.0]]),),
            (np.zeros((2, 4)),),
        ],
        "Logits around 1000 and around −1000 give what their differences say, and no nan.": [
            Case(np.array([[1000.0, 1001.0, 999.5], [2.0, 1.0, 0.5]]), quiet=True),
            Case(np.array([[-1000.0, -1001.0, -1002.0], [1.0, -1.0, 0.0]]), quiet=True),
            Case(np.array([[720.0, 721.0], [-721.0, -720.0], [650.0, 651.0]]), quiet=True),
        ],
        "Rows of very different size, and a row with a wide range, do no harm.": [
            Case(np.array([[1000.0, 999.0, 998.0], [-999.0, -1000.0, -1001.0]]), quiet=True),
            Case(
                np.array([[1000.0, 0.0, -1000.0], [0.5, -1.0, 2.0], [-800.0, 1.0, 2.0]]), quiet=True
            ),
        ],
    },
    slips=slips,
    tip="Each row: exp of each logit, divided by the sum of these over the row.",
)
globals().update(checks_of(__file__, RULE))
