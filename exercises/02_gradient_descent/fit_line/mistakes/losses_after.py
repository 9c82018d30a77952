"""These are the losses after each step."""

import numpy as np


def fit_line(x, y, lr, steps):
    w, b = 0.0, 0.0
    losses = []
    for _ in range(steps):
        e = w * x + b - y
        dw = 2 * np.mean(e * x)
        db = 2 * np.mean(e)
        w = w - lr * dw
        b = b - lr * db
        losses.append(np.mean((w * x + b - y) ** 2))
    return w, b, losses
