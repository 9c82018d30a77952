"""Does your function end with `return dw, db`?"""

import numpy as np


def linear_grad(X, y, w, b):
    e = X @ w + b - y
    dw = 2 / len(y) * X.T @ e
    db = 2 * np.mean(e)
