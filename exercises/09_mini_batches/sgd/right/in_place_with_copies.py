"""Right: in place, on a copy of w, and a copy kept of each place."""

import numpy as np


def sgd(grad, X, y, w, lr, epochs, size, rng):
    w = np.array(w, dtype=float)
    history = [w.copy()]
    while epochs > 0:
        order = np.argsort(rng.random(len(y)))
        while len(order):
            rows, order = order[:size], order[size:]
            w -= lr * grad(X[rows], y[rows], w.copy())
            history.append(w.copy())
        epochs -= 1
    return np.vstack(history)


def batch_gd(grad, X, y, w, lr, epochs):
    w = np.array(w, dtype=float)
    history = [w.copy()]
    for _ in range(epochs):
        w -= lr * grad(X, y, w.copy())
        history.append(w.copy())
    return np.vstack(history)
