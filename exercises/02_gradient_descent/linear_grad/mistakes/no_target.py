"""but y is missing"""

import numpy as np


def linear_grad(X, y, w, b):
    e = X @ w + b
    return 2 / len(y) * X.T @ e, 2 * np.mean(e)
