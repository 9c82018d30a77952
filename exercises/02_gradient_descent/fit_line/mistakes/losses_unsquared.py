"""The list of losses is"""

import numpy as np


def fit_line(x, y, lr, steps):
    w, b = 0.0, 0.0
    losses = []
    for _ in range(steps):
        e = w * x + b - y
        losses.append(np.mean(e))
        dw = 2 * np.mean(e * x)
        db = 2 * np.mean(e)
        w = w - lr * dw
        b = b - lr * db
    return w, b, losses
