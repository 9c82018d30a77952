"""Right: one pair after the other, by yield."""

import numpy as np


def minibatches(X, y, size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        rows = order[start : start + size]
        yield X[rows], y[rows]
