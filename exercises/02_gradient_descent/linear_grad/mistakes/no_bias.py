"""but b is missing"""

import numpy as np


def linear_grad(X, y, w, b):
    e = X @ w - y
    return 2 / len(y) * X.T @ e, 2 * np.mean(e)
