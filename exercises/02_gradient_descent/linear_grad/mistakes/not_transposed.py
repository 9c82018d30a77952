"""the columns of A meet the rows of B"""

import numpy as np


def linear_grad(X, y, w, b):
    e = X @ w + b - y
    return 2 / len(y) * X @ e, 2 * np.mean(e)
