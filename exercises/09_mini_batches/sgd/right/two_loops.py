"""Right: two separate loops, and arrays that are filled."""

import numpy as np


def batch_gd(grad, X, y, w, lr, epochs):
    history = np.zeros((epochs + 1, len(w)))
    history[0] = w
    for t in range(epochs):
        history[t + 1] = history[t] - lr * grad(X, y, history[t])
    return history


def sgd(grad, X, y, w, lr, epochs, size, rng):
    n = len(X)
    each = -(-n // size)
    history = np.zeros((epochs * each + 1, len(w)))
    history[0] = w
    t = 0
    for _ in range(epochs):
        parts = np.split(rng.permutation(n), range(size, n, size))
        for part in parts:
            history[t + 1] = history[t] - lr * grad(X[part], y[part], history[t])
            t += 1
    return history
