"""they all share the bias"""

import numpy as np


def linear_grad(X, y, w, b):
    e = X @ w + b - y
    return 2 / len(y) * X.T @ e, 2 * e
