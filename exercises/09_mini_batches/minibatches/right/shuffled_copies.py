"""Right: shuffled copies of both, and slices of them."""

import numpy as np


def minibatches(X, y, size, rng):
    order = rng.permutation(len(X))
    X, y = X[order], y[order]
    while len(X):
        yield X[:size], y[:size]
        X, y = X[size:], y[size:]
