"""Right: the bias as the weight of an input that is always 1."""

import numpy as np


def fit_two_classes(X, y, lr, steps):
    sign = -1.0 + y + y
    A = np.column_stack([X, np.ones(len(X))]) * sign[:, None]
    v = np.zeros(A.shape[1])
    losses = []
    for _ in range(steps):
        losses.append(np.mean(np.logaddexp(0, -A @ v)))
        v = v + lr / len(y) * A.T @ (0.5 * (1 - np.tanh(A @ v / 2)))
    return v[:-1], v[-1], losses
