"""dense_forward is judged against the rule, also where every product of matrices would fit."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip

FITS = "That product fits only because of the sizes: the columns of X have to meet the rows of W."
COLUMN = "b is added down the samples: it has one number for each unit, so for each column."


def rule(X, W, b):
    return X @ W + b


def draw(rng, n, n_in, n_out, scale=1.0):
    return scale * numbers(rng, n, n_in), numbers(rng, n_in, n_out), scale * numbers(rng, n_out)


def slips(X, W, b):
    (n, n_in), n_out = X.shape, W.shape[1]
    Z, sums = rule(X, W, b), X @ W
    found = [
        Slip("no_bias", "b is missing.", sums),
        Slip("bias_minus", "b is subtracted: it should be added.", sums - b),
        Slip("bias_twice", "b is added twice.", sums + 2 * b),
        Slip("one_bias", "Each unit has its own bias: do not add them up.", sums + b.sum()),
        Slip("one_bias", "Each unit has its own bias: do not average them.", sums + b.mean()),
        Slip("one_bias", "Each unit has its own bias: do not take the first for all.", sums + b[0]),
        Slip(
            "bias_in_each_product",
            "b is added once to each sum, and not once for each input.",
            sums + n_in * b,
        ),
        Slip("times_bias", "b is multiplied, but should be added.", sums * b),
        Slip("mean", "It is a sum over the inputs, not a mean.", sums / n_in + b),
        Slip("mean", "It is a sum over the inputs, not a mean.", Z / n_in),
        Slip("over_samples", "Nothing is divided by the number of samples.", Z / n),
        *(
            Slip("activated", "An activation is in it: only the sums are asked for.", f(Z))
            for f in (lambda Z: np.maximum(Z, 0.0), np.tanh, lambda Z: 0.5 * (1 + np.tanh(Z / 2)))
        ),
        Slip(
            "units_added",
            "The sums of all units are added up: keep a column for each.",
            Z.sum(axis=1),
        ),
        Slip("samples_added", "The samples are added up: keep a row for each.", Z.sum(axis=0)),
        Slip("samples_added", "The samples are averaged: keep a row for each.", Z.mean(axis=0)),
        Slip("first_sample", "Only the first sample is in it: all have their row.", Z[0]),
        Slip(
            "first_sample",
            "Every row shows the first sample: each sample has its own row.",
            np.broadcast_to(Z[0], Z.shape),
        ),
        Slip(
            "last_sample",
            "Every row shows the last sample: each sample has its own row.",
            np.broadcast_to(Z[-1], Z.shape),
        ),
        *(
            Slip("flattened", "Both axes stay, also where there is one sample or one unit.", flat)
            for flat in (Z.ravel(), np.squeeze(Z))
        ),
    ]
    if n == n_out:
        found.append(Slip("bias_column", COLUMN, sums + b[:, np.newaxis]))
    if n_in == n_out:
        found += [
            Slip("wrong_product", FITS, X @ W.T + b),
            Slip("bias_first", "b is added to the inputs: it belongs to the sums.", (X + b) @ W),
        ]
    if n == n_in == n_out:
        found += [
            Slip("wrong_product", FITS, W @ X + b),
            Slip("wrong_product", FITS, X.T @ W + b),
            Slip("wrong_product", FITS, W @ X.T + b),
            Slip("wrong_product", FITS, W.T @ X + b),
        ]
    if n == n_out:
        told = (
            "That is W x + b with a sample per column: here a sample is a row, and W comes second."
        )
        found.append(Slip("samples_in_columns", told, W.T @ X.T + b[:, np.newaxis]))
    if X.shape == W.shape:
        told = "`*` multiplies number by number: the sums are a matrix product, `@`."
        found.append(Slip("elementwise", told, X * W + b))
    return found


RULE = Rule(
    "dense_forward",
    rule,
    result="Z",
    draw=draw,
    sizes={
        "n = 5, 3 inputs, 2 units": (5, 3, 2),
        "n = 2, 4 inputs, 3 units": (2, 4, 3),
        "n = 4, 1 input, 3 units": (4, 1, 3),
    },
    hand={
        "With three samples, two inputs and two units it gives what you get with a pencil.": (
            np.array([[1.0, 2.0], [-1.0, 4.0], [3.0, -0.5]]),
            np.array([[3.0, 1.0], [4.0, -2.0]]),
            np.array([0.5, -3.0]),
        ),
        "Where all matrices are square, so that every product fits, it still follows the rule.": (
            np.array([[1.0, 2.0, -3.0], [-1.0, 4.0, 0.5], [3.0, -0.5, 2.0]]),
            np.array([[3.0, 1.0, -1.0], [4.0, -2.0, 0.5], [0.25, 1.5, 2.0]]),
            np.array([0.5, -3.0, 2.0]),
        ),
    },
    edges={
        "With as many samples as units, the biases still belong to the units.": (
            np.array([[1.0, 2.0, -3.0], [-1.0, 4.0, 0.5]]),
            np.array([[3.0, 1.0], [4.0, -2.0], [0.25, 1.5]]),
            np.array([10.0, -20.0]),
        ),
        "One sample, and one unit, keep both axes.": [
            (
                np.array([[2.0, 1.0, 3.0]]),
                np.array([[3.0, 1.0], [4.0, 2.0], [-1.0, 0.5]]),
                np.array([0.5, -3.0]),
            ),
            (np.array([[2.0, 1.0], [0.5, 3.0]]), np.array([[3.0], [4.0]]), np.array([0.5])),
            (np.array([[2.0]]), np.array([[3.0]]), np.array([0.5])),
        ],
        "Where all inputs are 0, the biases are left.": (
            np.zeros((2, 3)),
            np.array([[3.0, 1.0], [4.0, 2.0], [-1.0, 0.5]]),
            np.array([0.5, -3.0]),
        ),
    },
    slips=slips,
    tip="Z[s, j] is a sum over the inputs i, of X[s, i] times W[i, j], plus the bias of unit j.",
)
globals().update(checks_of(__file__, RULE))
