"""Right: a product with equal parts of 1."""

import numpy as np


def row_means(X):
    k = X.shape[1]
    return X @ np.full(k, 1 / k)
