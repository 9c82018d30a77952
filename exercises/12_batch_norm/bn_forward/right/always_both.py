"""Right: both kinds of statistics are computed, and `where` chooses."""

import numpy as np


def bn_forward(X, gamma, beta, state, train):
    n = len(X)
    batch = np.stack([X.mean(axis=0), X.var(axis=0)])
    running = np.stack(state)
    mean, var = np.where(train, batch, running)
    batch[1] *= n / max(n - 1, 1)
    new = np.where(train, 0.9 * running + 0.1 * batch, running)
    deviation = np.hypot(np.sqrt(var), np.sqrt(1e-5))
    N = (X - mean) / deviation
    return N * gamma + beta, (new[0], new[1]), (N, deviation)
