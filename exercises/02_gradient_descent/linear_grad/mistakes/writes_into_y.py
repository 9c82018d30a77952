"""Your code changes what it was given"""

import numpy as np


def linear_grad(X, y, w, b):
    y -= X @ w + b
    return -2 / len(y) * X.T @ y, -2 * np.mean(y)
