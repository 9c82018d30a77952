"""Right: a list of sums, made an array at the end."""

import numpy as np


def predict(X, w, b):
    return np.array([np.dot(row, w) + b for row in X], dtype=float)
