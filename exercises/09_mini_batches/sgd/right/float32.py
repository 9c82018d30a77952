"""Right: kept in single precision."""

import numpy as np


def sgd(grad, X, y, w, lr, epochs, size, rng):
    history = [np.array(w, dtype=np.float32)]
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for k in range(-(-len(X) // size)):
            rows = order[k * size : (k + 1) * size]
            step = lr * grad(X[rows], y[rows], history[-1])
            history.append(np.float32(history[-1] - step))
    return np.array(history)


def batch_gd(grad, X, y, w, lr, epochs):
    history = [np.array(w, dtype=np.float32)]
    for _ in range(epochs):
        history.append(np.float32(history[-1] - lr * grad(X, y, history[-1])))
    return np.array(history)
