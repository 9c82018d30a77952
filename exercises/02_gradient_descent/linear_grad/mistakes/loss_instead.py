"""The result is a number, but should be 2 things: (dw, db)."""

import numpy as np


def linear_grad(X, y, w, b):
    e = X @ w + b - y
    return np.mean(e**2)
