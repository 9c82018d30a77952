"""Right: with the sigmoid and the target, and no sign at all."""

import numpy as np


def fit_two_classes(X, y, lr, steps):
    w, b, n = np.zeros(X.shape[1]), 0.0, len(y)
    losses = []
    for _ in range(steps):
        z = X @ w + b
        losses.append(np.sum(np.logaddexp(0, z) - y * z) / n)
        dz = (0.5 * (1 + np.tanh(z / 2)) - y) / n
        w, b = w - lr * (X.T @ dz), b - lr * dz.sum()
    return w, b, losses
