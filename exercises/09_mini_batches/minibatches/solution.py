import numpy as np


def minibatches(X, y, size, rng):
    """All samples once, in random order: pairs (X_batch, y_batch) of size samples.

    X (n, n_in), y (n,) or (n, k). rng draws the order. What is left comes last.
    """
    order = rng.permutation(len(X))
    parts = [order[start : start + size] for start in range(0, len(X), size)]
    return [(X[rows], y[rows]) for rows in parts]
