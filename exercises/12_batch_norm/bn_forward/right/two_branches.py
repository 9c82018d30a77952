"""Right: each mode has its own return, and the cache is a list."""

import numpy as np

MOMENTUM, EPSILON = 0.1, 1e-5


def normalise(X, mean, var):
    sd = (var + EPSILON) ** 0.5
    return (X - mean) / sd, sd


def bn_forward(X, gamma, beta, state, train):
    if not train:
        N, sd = normalise(X, state[0], state[1])
        return N * gamma + beta, state, [N, sd]
    mean, var = np.mean(X, axis=0), np.var(X, axis=0)
    N, sd = normalise(X, mean, var)
    kept = np.var(X, axis=0, ddof=1) if len(X) > 1 else 0 * var
    running = [(1 - MOMENTUM) * old + MOMENTUM * new for old, new in zip(state, (mean, kept))]
    return N * gamma + beta, running, [N, sd]
