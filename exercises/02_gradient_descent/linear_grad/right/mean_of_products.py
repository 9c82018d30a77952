"""Right: the mean over the rows, and db as an array without axes."""

import numpy as np


def linear_grad(X, y, w, b):
    e = (np.dot(X, w) + b - y)[:, None]
    return np.mean(2 * e * X, axis=0), np.asarray(2 * e.mean())
