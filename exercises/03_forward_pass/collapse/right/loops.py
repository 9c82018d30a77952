"""Right: number by number, in a list of two."""

import numpy as np


def collapse(W1, b1, W2, b2):
    n_in, m = W1.shape
    n_out = len(b2)
    W = np.zeros((n_in, n_out))
    b = np.array(b2, dtype=float)
    for j in range(n_out):
        for k in range(m):
            b[j] += b1[k] * W2[k, j]
            for i in range(n_in):
                W[i, j] += W1[i, k] * W2[k, j]
    return [W, b]
