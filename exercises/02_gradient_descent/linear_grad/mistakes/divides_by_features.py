"""not over the n_in features"""

import numpy as np


def linear_grad(X, y, w, b):
    e = X @ w + b - y
    return 2 / X.shape[1] * X.T @ e, 2 * np.mean(e)
