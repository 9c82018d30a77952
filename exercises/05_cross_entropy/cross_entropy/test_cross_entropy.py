"""cross_entropy is judged against the rule, also where a probability is 0 for a computer."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip

OVERFLOWS = "exp of a large logit is infinite: first subtract the largest logit of its row."
COLUMNS = "The sum of exponentials runs along each row, over the classes."
SQUARES = "That is a squared error of the probabilities: the logarithm is asked for."
BASE = "That is another logarithm: the natural one is asked for, np.log."


def log_softmax(Z, axis=1):
    """By the formula, so that nothing is too large or too small."""
    shifted = Z - Z.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def rule(Z, y):
    return float(-np.mean(log_softmax(Z * 1.0)[np.arange(len(y)), y]))


def draw(rng, n, k):
    return numbers(rng, n, k), rng.integers(k, size=n)


def slips(Z, y):
    Z, each, (n, k) = Z * 1.0, np.arange(len(y)), Z.shape
    log_p = log_softmax(Z)
    p, loss = np.exp(log_p), rule(Z, y)
    hot, E = np.eye(k)[y], np.exp(Z)
    p_true = p[each, y]

    def mean_of(table):
        """Minus the mean over the samples of what stands at the labels."""
        return -np.mean(table[each, y])

    found = [
        Slip(
            "sum",
            "That is the sum over the samples. Some books take it; here the loss is the mean, so "
            "that it does not grow with the batch.",
            n * loss,
        ),
        Slip(
            "mean_over_table",
            "That is divided by all n times k numbers: there is one loss for each sample.",
            loss / k,
        ),
        Slip(
            "each_sample",
            "That is the loss of each sample: the mean of them is asked for.",
            -log_p[each, y],
        ),
        Slip("base_two", BASE, loss / np.log(2)),
        Slip("base_ten", BASE, loss / np.log(10)),
        Slip("sign", "The sign is turned: minus the logarithm is asked for.", -loss),
        Slip(
            "logits_as_probabilities",
            "The logarithm is taken of the logits: they have to go through softmax first.",
            mean_of(np.log(Z)),
        ),
        Slip("overflows", OVERFLOWS, mean_of(np.log(E / E.sum(axis=1, keepdims=True)))),
        Slip("overflows", OVERFLOWS, np.mean(np.log(E.sum(axis=1)) - Z[each, y])),
        Slip(
            "log_of_zero",
            "A very small probability is 0 for a computer, and log(0) is infinite. The loss can be "
            "found without it: the logarithm of the sum, minus the true logit.",
            mean_of(np.log(p)),
        ),
        *(
            Slip(
                "tiny_number",
                "A tiny number in the logarithm puts a limit on the loss: a sure and wrong answer "
                "costs more than that. Use the logarithm of the sum, minus the true logit.",
                value,
            )
            for tiny in (*(10.0**-digits for digits in range(5, 17)), 1e-20, 1e-300)
            for kept in (p + tiny, np.maximum(p, tiny), np.clip(p, tiny, 1 - tiny))
            for value in [mean_of(np.log(kept))]
        ),
        Slip(
            "all_labels_of_all",
            "Z[:, y] takes every label's column from every row: each row has one label only.",
            -np.mean(log_p[:, y]),
        ),
        Slip(
            "not_the_labels",
            "The label plays no part in it: subtract the logit of the label from the logarithm of "
            "the sum.",
            -np.mean(log_p.max(axis=1)),
        ),
        Slip(
            "not_the_labels",
            "The label plays no part in it: subtract the logit of the label from the logarithm of "
            "the sum.",
            np.mean(Z[each, y]) + loss,
        ),
        Slip(
            "labels_from_one",
            "The labels are counted from 1: class 0 is the first column.",
            -np.mean(log_p[each, y.astype(int) - 1]),
        ),
        Slip(
            "log_of_mean",
            "That is the logarithm of the mean: first the logarithm, then the mean.",
            -np.log(np.mean(p_true)),
        ),
        Slip("no_log", "The logarithm is missing: that is 1 − p.", np.mean(1 - p_true)),
        Slip("no_log", "The logarithm is missing: that is −p.", -np.mean(p_true)),
        Slip("only_the_true_logit", "The sum of exponentials is missing.", -np.mean(Z[each, y])),
        Slip(
            "only_the_true_logit",
            "The sum of exponentials is missing.",
            -np.mean((Z - Z.max(axis=1, keepdims=True))[each, y]),
        ),
        Slip(
            "shift_in_one_place",
            "The largest logit is subtracted once only: subtract it from the true logit, too.",
            loss - np.mean(Z.max(axis=1)),
        ),
        Slip(
            "mean_of_exponentials",
            "The exponentials are averaged: their sum is asked for.",
            loss - np.log(k),
        ),
        Slip("columns", COLUMNS, mean_of(log_softmax(Z, axis=0))),
        Slip("columns", COLUMNS, mean_of(np.log(E / E.sum(axis=0)))),
        Slip(
            "whole_table",
            "Each row has a sum of its own: this divides by the sum of the whole table.",
            mean_of(log_softmax(Z, axis=None)),
        ),
        Slip(
            "accuracy", "That is the share of right answers.", float(np.mean(Z.argmax(axis=1) == y))
        ),
        Slip(
            "accuracy", "That is the share of wrong answers.", float(np.mean(Z.argmax(axis=1) != y))
        ),
        Slip("squared", SQUARES, np.mean(np.sum((p - hot) ** 2, axis=1))),
        Slip("squared", SQUARES, np.mean((p - hot) ** 2)),
        Slip("squared", SQUARES, np.mean((1 - p_true) ** 2)),
        Slip(
            "others_too",
            "The other classes cost log(1 − p) as well: that is for classes that do not exclude "
            "each other.",
            -np.mean(np.sum(hot * np.log(p) + (1 - hot) * np.log(1 - p), axis=1)),
        ),
        Slip(
            "own_entropy",
            "The logarithms are weighted by p: the label alone counts.",
            -np.mean(np.sum(p * log_p, axis=1)),
        ),
        Slip(
            "all_classes",
            "The logarithms of all classes are added up: the label's alone counts.",
            -np.mean(np.sum(log_p, axis=1)),
        ),
        Slip(
            "softmax_twice",
            "Softmax is taken twice: the logarithm of the sum does it already.",
            rule(p, y),
        ),
    ]
    if y.max() < n:
        told = "Z[y] picks whole rows: one number from each row is asked for."
        found.append(Slip("rows_of_labels", told, -np.mean(log_p[y])))
    return found


RULE = Rule(
    "cross_entropy",
    rule,
    result="the loss",
    draw=draw,
    sizes={"n = 5, k = 3": (5, 3), "n = 3, k = 7": (3, 7), "n = 4, k = 4": (4, 4)},
    hand={
        "With three samples it is the mean of minus the logarithms of their probabilities.": (
            np.array([[2.0, 1.0, 0.0, -1.0], [-1.0, 0.5, 3.0, 1.0], [0.25, -2.0, 1.5, 0.75]]),
            np.array([1, 2, 0]),
        ),
        "With as many samples as classes it takes one probability from each row.": (
            np.array([[0.5, 2.0, -1.0], [1.0, -0.5, 0.25], [3.0, 2.5, 1.5]]),
            np.array([2, 0, 2]),
        ),
    },
    edges={
        "One sample, and a class that no label names, are no exception.": [
            (np.array([[1.0, -0.5, 2.0]]), np.array([1])),
            (np.array([[1.0, -0.5, 2.0, 0.5], [2.0, 1.5, -1.0, 0.0]]), np.array([0, 1])),
        ],
        "Where all logits are equal it is the logarithm of the number of classes.": [
            (np.zeros((3, 10)), np.array([4, 0, 9])),
            (np.array([[2.5, 2.5], [-1.0, -1.0]]), np.array([1, 0])),
        ],
        "Where the right answer is sure, it costs nothing.": Case(
            np.array([[1000.0, 0.0, 0.0]]), np.array([0]), quiet=True
        ),
        "Where a wrong answer is sure, it costs as much as the logits are apart.": [
            Case(np.array([[1000.0, 0.0, 0.0]]), np.array([2]), quiet=True),
            Case(np.array([[1010.0, 1000.0, 990.0]]), np.array([1]), quiet=True),
            Case(
                np.array([[0.0, -1000.0, -1000.0], [2.0, 1.0, 0.5]]), np.array([1, 0]), quiet=True
            ),
        ],
        "Logits around 1000 and around −1000, in one batch, do no harm.": [
            Case(
                np.array([[1000.0, 1001.0, 999.5], [-1000.0, -1001.0, -1002.0]]),
                np.array([0, 2]),
                quiet=True,
            ),
            Case(np.array([[800.0, 801.0], [0.5, -1.0]]), np.array([0, 1]), quiet=True),
        ],
        "Labels of every integer type may be given.": [
            (np.array([[2.0, 1.0, -0.5], [0.0, 0.5, 1.5]]), np.array([2, 1], dtype=kind))
            for kind in (np.uint8, np.int8, np.int32, np.uint64)
        ],
    },
    slips=slips,
    tip="For each sample the logarithm of the sum of exponentials minus the true logit; the mean.",
)
globals().update(checks_of(__file__, RULE))
