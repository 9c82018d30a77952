"""Right: with the generator of exercise 09.1 above it, and a shared walk over given batches."""

import numpy as np


def minibatches(X, y, size, rng):
    rows = np.arange(len(X))
    rng.shuffle(rows)
    for k in range(0, len(rows), size):
        yield X[rows[k : k + size]], y[rows[k : k + size]]


def walk(grad, batches, w, lr):
    yield np.array(w, dtype=float)
    for X, y in batches:
        w = w - lr * np.asarray(grad(X, y, w))
        yield w


def sgd(grad, X, y, w, lr, epochs, size, rng):
    batches = (pair for _ in range(epochs) for pair in minibatches(X, y, size, rng))
    return np.stack(list(walk(grad, batches, w, lr)))


def batch_gd(grad, X, y, w, lr, epochs):
    return np.stack(list(walk(grad, [(X, y)] * epochs, w, lr)))
