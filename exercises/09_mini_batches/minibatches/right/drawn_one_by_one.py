"""Right: numbers are taken out of a list, one after the other, until it is empty."""

import numpy as np


def minibatches(X, y, size, rng):
    left, batches = list(range(len(X))), []
    while left:
        rows = []
        while left and len(rows) < size:
            rows.append(left.pop(int(rng.integers(len(left)))))
        batches.append((X[rows, :], y[rows]))
    return batches
