"""Right: both parameters in one vector."""

import numpy as np


def fit_line(x, y, lr, steps):
    w, b = 0.0, 0.0
    losses = []
    A, p = np.stack([x, np.ones(len(x))], axis=1), np.zeros(2)
    for _ in range(steps):
        losses.append(np.mean((A @ p - y) ** 2))
        p = p - lr * 2 / len(y) * A.T @ (A @ p - y)
    return p[0], p[1], np.array(losses)
