"""Right: sample by sample, unit by unit, input by input."""

import numpy as np


def dense_forward(X, W, b):
    n, n_in = X.shape
    n_out = W.shape[1]
    Z = np.zeros((n, n_out))
    for s in range(n):
        for j in range(n_out):
            z = b[j]
            for i in range(n_in):
                z = z + X[s, i] * W[i, j]
            Z[s, j] = z
    return Z
