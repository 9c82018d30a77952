"""b stands still."""

import numpy as np


def fit_line(x, y, lr, steps):
    w, b = 0.0, 0.0
    losses = []
    for _ in range(steps):
        e = w * x - y
        losses.append(np.mean(e**2))
        w = w - lr * 2 * np.mean(e * x)
    return w, b, losses
