"""predict is judged against the rule, also where there are as many samples as inputs."""

import numpy as np

from bpcourse.checking.draws import number, numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip


def rule(X, w, b):
    return X @ w + b  # (n,)


def draw(rng, n, n_in, scale=1.0):
    return numbers(rng, n, n_in), scale * numbers(rng, n_in), scale * number(rng)


def slips(X, w, b):
    n, n_in = X.shape
    sums = X @ w  # (n,)
    right = sums + b
    lonely = "Only one of the inputs is in it: the sum runs over all of them."
    column = "The predictions stand in a column (n, 1): they should lie in a row (n,)."
    alone = "That is the prediction for one sample: every row of X gets its own."
    found = [
        Slip("no_bias", "b is missing: it is added to each sum.", sums),
        Slip("bias_subtracted", "The bias is added, and not subtracted.", sums - b),
        Slip(
            "bias_for_each_input",
            "The bias is added once for each sample, and not once for each input.",
            sums + n_in * b,
        ),
        Slip(
            "bias_on_the_inputs",
            "The bias is added to the sum, after the weights, and not to the inputs.",
            (X + b) @ w,
        ),
        Slip(
            "bias_on_the_weights",
            "The bias is added to the sum, and not to the weights.",
            X @ (w + b),
        ),
        Slip("bias_multiplied", "The bias is added, and not multiplied.", sums * b),
        Slip(
            "mean_of_products",
            "That is the mean of the products: a neuron takes their sum.",
            sums / n_in + b,
        ),
        Slip(
            "elementwise",
            "These are the products one by one: add up those of each sample.",
            X * w + b,
        ),
        Slip(
            "elementwise", "These are the products one by one: add up those of each sample.", X * w
        ),
        Slip(
            "one_number",
            "That is one sum over the whole table: each sample has a sum of its own.",
            sums.sum() + b,
        ),
        Slip(
            "wrong_axis",
            "The sum runs over the samples: it should run over the inputs of each sample.",
            (X * w).sum(axis=0) + b,
        ),
        Slip("column", column, right[:, np.newaxis]),
        Slip("first_input_only", lonely, X[:, 0] * w[0] + b),
        Slip("last_input_only", lonely, X[:, -1] * w[-1] + b),
        Slip(
            "no_weights",
            "The weights are missing: each input is multiplied by its own weight.",
            X.sum(axis=1) + b,
        ),
        Slip(
            "weights_added",
            "Inputs and weights are multiplied, and not added.",
            X.sum(axis=1) + w.sum() + b,
        ),
        Slip(
            "gate",
            "What is below 0 became 0: this neuron gives its sum as it is.",
            np.maximum(right, 0.0),
        ),
        Slip(
            "fires_or_not",
            "These are only 0 and 1: this neuron gives its sum as it is.",
            np.where(right > 0, 1.0, 0.0),
        ),
        Slip(
            "squashed",
            "These are sigmoids of the sums: this neuron gives its sum as it is.",
            1 / (1 + np.exp(-right)),
        ),
        Slip("first_sample", alone, right[0]),
        Slip("first_sample", alone, right[-1]),
    ]
    if n == n_in:
        told = "Here X @ w was meant: w @ X lets the weights meet the samples."
        found.append(Slip("from_the_left", told, w @ X + b))
    return found


RULE = Rule(
    "predict",
    rule,
    result="the result",
    draw=draw,
    sizes={
        "n = 5, n_in = 3": (5, 3),
        "n = 3, n_in = 6": (3, 6),
        "n = 4, n_in = 4": (4, 4),
    },
    hand={
        "With two samples of three inputs it gives what you get with a pencil.": (
            np.array([[1.0, 2.0, -1.0], [0.5, -2.0, 3.0]]),
            np.array([3.0, -0.5, 2.0]),
            0.75,
        ),
        "Where there are as many samples as inputs, each sample still has its own sum.": (
            np.array([[1.0, 2.0, -3.0], [-1.0, 4.0, 0.5], [3.0, -0.5, 2.0]]),
            np.array([2.0, 0.5, -1.5]),
            -0.25,
        ),
    },
    edges={
        "One sample, or one input, is no exception.": [
            (np.array([[1.0, -2.0, 4.0]]), np.array([3.0, 0.5, 1.5]), 0.5),
            (np.array([[1.0], [-2.0], [4.0]]), np.array([3.0]), 0.5),
            (np.array([[2.0]]), np.array([-3.0]), 0.5),
        ],
        "Where all weights are 0, every prediction is the bias.": (
            np.array([[1.0, 2.0], [0.5, -1.0], [-2.0, 3.0]]),
            np.zeros(2),
            0.75,
        ),
    },
    slips=slips,
    tip="Each sample has its own sum: its inputs times the weights, added up, plus b once.",
)
globals().update(checks_of(__file__, RULE))
