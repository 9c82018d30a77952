"""mean absolute error"""

import numpy as np


def linear_grad(X, y, w, b):
    e = X @ w + b - y
    return X.T @ np.sign(e) / len(y), np.mean(np.sign(e))
