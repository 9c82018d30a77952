"""Right: sample by sample."""

import numpy as np


def dense_backward(dZ, X, W):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for x, dz, dx in zip(X, dZ, dX):
        for j in range(W.shape[1]):
            dx += W[:, j] * dz[j]
            dW[:, j] += x * dz[j]
            db[j] += dz[j]
    return dX, dW, db
