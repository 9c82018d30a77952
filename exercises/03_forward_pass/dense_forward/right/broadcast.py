"""Right: all products in one table with three axes, summed over the inputs, in single precision."""

import numpy as np


def dense_forward(X, W, b):
    products = np.float32(X)[:, :, np.newaxis] * np.float32(W)[np.newaxis]
    sums = np.sum(products, axis=1)
    sums += np.float32(b)
    return sums
