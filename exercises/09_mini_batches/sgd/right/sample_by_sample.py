"""Right: the mean gradient of a batch as the mean of single ones."""

import numpy as np


def mean_of_singles(grad, X, y, w, rows):
    return sum(grad(X[s : s + 1], y[s : s + 1], w) for s in rows) / len(rows)


def sgd(grad, X, y, w, lr, epochs, size, rng):
    n, history = len(X), [w * 1.0]
    for _ in range(epochs):
        order = [int(s) for s in rng.permutation(n)]
        for start in range(0, n, size):
            g = mean_of_singles(grad, X, y, history[-1], order[start : start + size])
            history.append(history[-1] - lr * g)
    return np.array(history)


def batch_gd(grad, X, y, w, lr, epochs):
    history = [w * 1.0]
    for _ in range(epochs):
        g = mean_of_singles(grad, X, y, history[-1], range(len(X)))
        history.append(history[-1] - lr * g)
    return np.array(history)
