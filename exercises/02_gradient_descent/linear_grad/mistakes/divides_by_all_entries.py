"""not over all entries of X"""

import numpy as np


def linear_grad(X, y, w, b):
    e = X @ w + b - y
    return 2 / X.size * X.T @ e, 2 * np.mean(e)
