import numpy as np


def bn_backward(dY, gamma, cache):
    """Back through batch normalisation: from dY (n, k) to (dX, dgamma, dbeta).

    cache is (N, deviation) of the forward pass, (n, k) and (k,); gamma is (k,).
    """
    N, deviation = cache
    dN = dY * gamma
    dX = (dN - dN.mean(axis=0) - N * np.mean(dN * N, axis=0)) / deviation
    return dX, np.sum(dY * N, axis=0), dY.sum(axis=0)
