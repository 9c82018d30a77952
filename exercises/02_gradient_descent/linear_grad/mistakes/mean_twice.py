"""the mean is taken twice"""

import numpy as np


def linear_grad(X, y, w, b):
    n = len(y)
    e = (X @ w + b - y) / n
    return 2 / n * X.T @ e, 2 * np.mean(e)
