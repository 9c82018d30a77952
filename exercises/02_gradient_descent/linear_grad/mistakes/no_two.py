"""the square brings a factor 2"""

import numpy as np


def linear_grad(X, y, w, b):
    e = X @ w + b - y
    return X.T @ e / len(y), np.mean(e)
