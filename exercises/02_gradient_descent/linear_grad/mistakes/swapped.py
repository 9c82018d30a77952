"""The two parts have changed places."""

import numpy as np


def linear_grad(X, y, w, b):
    e = X @ w + b - y
    return 2 * np.mean(e), 2 / len(y) * X.T @ e
