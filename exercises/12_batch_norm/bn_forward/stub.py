import numpy as np


def bn_forward(X, gamma, beta, state, train):
    """Normalise each column of X (n, k); gamma and beta (k,) are its scale and shift.

    state is (mean, var), the running statistics, each (k,).
    Returns (Y, state, cache), where cache is (N, deviation), (n, k) and (k,).
    """
    raise NotImplementedError
