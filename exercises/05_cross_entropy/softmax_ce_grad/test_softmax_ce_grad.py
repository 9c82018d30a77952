"""softmax_ce_grad is judged against the rule, also for sure answers and absent classes."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip

SLOPE = "p (1 − p) is how softmax changes with its own logit: with cross-entropy it is p − one-hot."
OVERFLOWS = "exp of a large logit is infinite: first subtract the largest logit of its row."
COLUMNS = "Softmax runs along each row, over the classes."
MEAN_TWICE = "The mean is taken twice: divide by the number of samples once."
TRUE_ONLY = "Only the class of the label has a gradient: the others are pushed, too, by their p."


def largest_of_row(Z):
    return Z.max(axis=1, keepdims=True)


def probabilities(Z, axis=1, shift=largest_of_row):
    E = np.exp(Z - shift(Z))
    return E / E.sum(axis=axis, keepdims=True)


def rule(Z, y):
    return (probabilities(Z * 1.0) - np.eye(Z.shape[1])[y]) / len(y)


def loss(Z, y):
    shifted = Z - largest_of_row(Z)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y])


def draw(rng, n, k):
    y = rng.integers(k, size=n)
    y[0] = 1 + rng.integers(k - 1)  # not all labels are 0
    return numbers(rng, n, k), y


def slips(Z, y):
    Z, (n, k) = Z * 1.0, Z.shape
    P, hot, dZ = probabilities(Z), np.eye(k)[y], rule(Z, y)
    found = [
        Slip("no_mean", "The 1/n is missing: the loss is a mean over the samples.", n * dZ),
        Slip("mean_again", MEAN_TWICE, dZ / n),
        Slip(
            "over_the_table",
            "That is divided by all n times k numbers: there is one loss for each sample.",
            dZ / k,
        ),
        Slip("over_classes", "That is divided by the classes: divide by the samples.", dZ * n / k),
        Slip("sign", "Every number is right but for its sign: it is p − one-hot.", -dZ),
        Slip("only_the_label", TRUE_ONLY, hot * dZ),
        Slip(
            "only_the_others",
            "In the label's column p is subtracted from itself: subtract 1 there.",
            (P - hot * P) / n,
        ),
        Slip("no_one_hot", "The one-hot is missing: subtract 1 in the label's column.", P / n),
        Slip("softmax_slope", SLOPE, P * (1 - P) / n),
        Slip("softmax_slope", SLOPE, (P - hot) * P * (1 - P) / n),
        Slip(
            "stops_at_p",
            "That is the slope by the probabilities, −1/p: it still goes back through softmax.",
            -hot / P / n,
        ),
        Slip(
            "half_way_through_softmax",
            "Each logit moves all probabilities of its row: that goes through its own only.",
            -hot / P * P * (1 - P) / n,
        ),
        Slip(
            "squared_error",
            "That is the slope of a squared error of the probabilities.",
            2 * (P - hot) / (n * k),
        ),
        Slip(
            "logits_minus_one_hot",
            "Softmax is missing: logits are no probabilities.",
            (Z - hot) / n,
        ),
        Slip(
            "one_off_everywhere",
            "1 is subtracted everywhere: only in the label's column.",
            (P - 1) / n,
        ),
        Slip(
            "one_off_in_all_rows",
            "`P[:, y]` means these columns in every row: take one entry of each row.",
            (P - hot.any(axis=0)) / n,
        ),
        Slip(
            "label_off",
            "The label is a class's number: subtract 1 in its column, not the number.",
            (P - y[:, np.newaxis].astype(float)) / n,
        ),
        Slip(
            "label_off",
            "The label is a class's number: subtract 1 in its column, not the number.",
            (P - hot * y[:, np.newaxis]) / n,
        ),
        Slip(
            "largest_for_label",
            "1 is subtracted where the logit is largest: subtract it where the label is.",
            (P - np.eye(k)[Z.argmax(axis=1)]) / n,
        ),
        Slip(
            "largest_for_softmax",
            "The largest logit gets all of it: softmax leaves something for each class.",
            (np.eye(k)[Z.argmax(axis=1)] - hot) / n,
        ),
        Slip(
            "labels_from_one",
            "The labels are counted from 1: class 0 is the first column.",
            (P - np.eye(k)[y.astype(int) - 1]) / n,
        ),
        Slip("overflows", OVERFLOWS, (probabilities(Z, shift=lambda Z: 0) - hot) / n),
        Slip(
            "shifted_by_all",
            "Each row is shifted by its own largest logit, not by the largest of the table.",
            (probabilities(Z, shift=np.max) - hot) / n,
        ),
        Slip("columns", COLUMNS, (probabilities(Z, 0, lambda Z: Z.max(axis=0)) - hot) / n),
        Slip("columns", COLUMNS, (probabilities(Z, 0, lambda Z: 0) - hot) / n),
        Slip(
            "whole_table",
            "Each row has a softmax of its own: its numbers add up to 1.",
            (probabilities(Z, None, np.max) - hot) / n,
        ),
        Slip("sigmoid", "That is a sigmoid of each logit.", (0.5 * (1 + np.tanh(Z / 2)) - hot) / n),
    ]
    if y.max() < n:
        rows = P.copy()
        rows[y] -= 1
        told = "`P[y]` are whole rows: subtract 1 in one column of each row."
        found.append(Slip("one_off_in_rows", told, rows / n))
    if y.max() + 1 < k:
        told = (
            "The one-hot table has too few columns: give it one for each class, also absent ones."
        )
        found.append(Slip("few_classes", told, np.full((n, int(y.max()) + 1), np.nan)))
    return found


RULE = Rule(
    "softmax_ce_grad",
    rule,
    result="dZ",
    draw=draw,
    sizes={"n = 5, k = 3": (5, 3), "n = 7, k = 4": (7, 4), "n = 3, k = 6": (3, 6)},
    hand={
        "With five samples it is p minus one-hot, over the number of samples.": (
            np.array(
                [
                    [2.0, 1.0, 0.0],
                    [-1.0, 0.5, 3.0],
                    [0.25, -2.0, 1.5],
                    [1.0, 0.75, -0.5],
                    [-0.25, 2.5, 0.5],
                ]
            ),
            np.array([1, 2, 0, 1, 1]),
        ),
        "With more classes than samples it is the same.": (
            np.array([[0.5, 2.0, -1.0, 1.5, 0.0], [1.0, -0.5, 0.25, 3.0, -2.0]]),
            np.array([0, 2]),
        ),
    },
    edges={
        "One sample, and a class that no label names, are no exception.": [
            (np.array([[1.0, -0.5, 2.0]]), np.array([0])),
            (
                np.array([[1.0, -0.5, 2.0, 0.5], [2.0, 1.5, -1.0, 0.0], [0.5, 0.25, -1.0, 1.0]]),
                np.array([0, 1, 1]),
            ),
        ],
        "Where all logits are equal, the label gets 1/k − 1 and each other class 1/k, over n.": (
            np.zeros((3, 4)),
            np.array([3, 0, 3]),
        ),
        "Logits around 1000 and around −1000 do no harm.": [
            Case(
                np.array([[1000.0, 1001.0, 999.5], [2.0, 1.0, 0.5], [998.0, 999.0, 999.5]]),
                np.array([1, 0, 0]),
                quiet=True,
            ),
            Case(np.array([[-1000.0, -1001.0, -999.0]]), np.array([1]), quiet=True),
        ],
        "Rows of very different size do no harm: a sure and wrong answer gets 1 and −1, over n.": [
            Case(
                np.array([[1000.0, 999.0], [-999.0, -1000.0], [1.0, 0.5]]),
                np.array([1, 0, 1]),
                quiet=True,
            ),
            Case(
                np.array([[1000.0, 0.0, -1000.0], [0.5, -1.0, 2.0]]), np.array([2, 0]), quiet=True
            ),
        ],
        "Labels of every integer type may be given.": [
            (np.array([[2.0, 1.0, -0.5], [0.0, 0.5, 1.5]]), np.array([2, 1], dtype=kind))
            for kind in (np.uint8, np.int8, np.int32, np.uint64)
        ],
    },
    slips=slips,
    loss=loss,
    by=("Z",),
    tip="The probabilities of each row, minus 1 in the column of its label; over n.",
)
globals().update(checks_of(__file__, RULE))
