"""Right: floats first, and then the line as it was."""

import numpy as np


def fit_two_classes(X, y, lr, steps):
    w, b = np.zeros(X.shape[1]), 0.0
    y = y.astype(float)
    sign = 2 * y - 1
    losses = []
    for _ in range(steps):
        margin = sign * (X @ w + b)
        losses.append(np.mean(np.logaddexp(0, -margin)))
        push = sign * 0.5 * (1 - np.tanh(margin / 2))
        w, b = w + lr * X.T @ push / len(y), b + lr * np.mean(push)
    return w, b, np.array(losses)
