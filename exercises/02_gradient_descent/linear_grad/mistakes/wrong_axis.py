"""Sum over the samples, for each feature"""

import numpy as np


def linear_grad(X, y, w, b):
    e = X @ w + b - y
    return 2 / len(y) * np.sum(X * e[:, np.newaxis], axis=1), 2 * np.mean(e)
