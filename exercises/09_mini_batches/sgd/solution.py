import numpy as np


def sgd(grad, X, y, w, lr, epochs, size, rng):
    """Gradient descent with a step for each batch: every place, (steps + 1, n_w).

    grad(X_batch, y_batch, w) is the mean gradient of these samples. Each epoch
    uses every sample once, in a new order.
    """
    history = [w]
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), size):
            rows = order[start : start + size]
            history.append(history[-1] - lr * grad(X[rows], y[rows], history[-1]))
    return np.stack(history)


def batch_gd(grad, X, y, w, lr, epochs):
    """Gradient descent with all samples in each step: (epochs + 1, n_w)."""
    return sgd(grad, X, y, w, lr, epochs, len(X), np.random.default_rng(0))
