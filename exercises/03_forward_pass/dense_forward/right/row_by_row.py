"""Right: a list of rows, made an array."""

import numpy as np


def dense_forward(X, W, b):
    return np.array([sum(x * w for x, w in zip(row, W)) + b for row in X])
