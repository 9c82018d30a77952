"""Right: the whole matrix of derivatives of each column, and a product with it."""

import numpy as np


def bn_backward(dY, gamma, cache):
    N, deviation = np.array(cache[0], dtype=float), cache[1]
    n, k = N.shape
    dX = np.zeros((n, k))
    for j in range(k):
        J = (np.eye(n) - 1 / n - np.outer(N[:, j], N[:, j]) / n) / deviation[j]
        dX[:, j] = J.T @ (gamma[j] * dY[:, j])
    return dX, np.diag(N.T @ dY).copy(), np.ones(n) @ dY
