import numpy as np


def sgd(grad, X, y, w, lr, epochs, size, rng):
    """Gradient descent with a step for each batch: every place, (steps + 1, n_w).

    grad(X_batch, y_batch, w) is the mean gradient of these samples. Each epoch
    uses every sample once, in a new order.
    """
    raise NotImplementedError


def batch_gd(grad, X, y, w, lr, epochs):
    """Gradient descent with all samples in each step: (epochs + 1, n_w)."""
    raise NotImplementedError
