"""Right: number by number."""

import numpy as np


def bn_backward(dY, gamma, cache):
    N, deviation = cache
    n, k = dY.shape
    dX, dgamma, dbeta = np.zeros((n, k)), np.zeros(k), np.zeros(k)
    for j in range(k):
        for i in range(n):
            dgamma[j] += dY[i, j] * N[i, j]
            dbeta[j] += dY[i, j]
        for i in range(n):
            left = dY[i, j] - dbeta[j] / n - N[i, j] * dgamma[j] / n
            dX[i, j] = gamma[j] * left / deviation[j]
    return dX, dgamma, dbeta
