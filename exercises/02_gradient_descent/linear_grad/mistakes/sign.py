"""Every number is right but for its sign."""

import numpy as np


def linear_grad(X, y, w, b):
    e = y - (X @ w + b)
    return 2 / len(y) * X.T @ e, 2 * np.mean(e)
