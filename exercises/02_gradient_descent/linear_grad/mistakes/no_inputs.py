"""The inputs are missing"""

import numpy as np


def linear_grad(X, y, w, b):
    e = X @ w + b - y
    dw = np.full(len(w), 2 * np.mean(e))
    return dw, 2 * np.mean(e)
