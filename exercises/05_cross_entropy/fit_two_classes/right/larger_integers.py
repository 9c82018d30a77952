"""Right: integers that may be negative."""

import numpy as np


def fit_two_classes(X, y, lr, steps):
    w, b = np.zeros(X.shape[1]), 0.0
    sign = 2 * np.array(y, dtype=np.int64) - 1
    losses = []
    for _ in range(steps):
        margin = sign * (X @ w + b)
        losses.append(np.mean(np.logaddexp(0, -margin)))
        push = sign * 0.5 * (1 - np.tanh(margin / 2))
        w = w + lr * np.mean(push[:, np.newaxis] * X, axis=0)
        b = b + lr * np.mean(push)
    return w, b, losses
