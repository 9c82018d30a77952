import numpy as np


def bn_forward(X, gamma, beta, state, train):
    """Normalise the columns of X (n, k); gamma and beta are (k,).

    state is (mean, var), the running statistics, each (k,).
    Returns (Y, state, cache), where cache is (N, deviation), (n, k) and (k,).
    """
    raise NotImplementedError
