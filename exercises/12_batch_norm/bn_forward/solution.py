import numpy as np


def bn_forward(X, gamma, beta, state, train):
    """Normalise the columns of X (n, k); gamma and beta are (k,).

    state is (mean, var), the running statistics, each (k,).
    Returns (Y, state, cache), where cache is (N, deviation), (n, k) and (k,).
    """
    mean, var = state
    if train:
        old_mean, old_var = state
        mean, var = X.mean(axis=0), X.var(axis=0)
        unbiased = var * len(X) / max(len(X) - 1, 1)
        state = 0.9 * old_mean + 0.1 * mean, 0.9 * old_var + 0.1 * unbiased
    deviation = np.sqrt(var + 1e-5)
    N = (X - mean) / deviation
    return gamma * N + beta, state, (N, deviation)
