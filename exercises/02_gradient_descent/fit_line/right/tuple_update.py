"""Right: both moved in one line."""

import numpy as np


def fit_line(x, y, lr, steps):
    w, b = 0.0, 0.0
    losses = []
    for _ in range(steps):
        y_hat = w * x + b
        losses.append(((y_hat - y) ** 2).mean())
        w, b = w - 2 * lr * np.mean((y_hat - y) * x), b - 2 * lr * np.mean(y_hat - y)
    return w, b, losses
