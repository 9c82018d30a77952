"""Right: the error as a function of its own, asked where it is needed."""

import numpy as np


def fit_line(x, y, lr, steps):
    w, b = 0.0, 0.0
    losses = []

    def error():
        return w * x + b - y

    for _ in range(steps):
        losses.append(np.mean(error() ** 2))
        step_w, step_b = lr * 2 * np.mean(error() * x), lr * 2 * np.mean(error())
        w, b = w - step_w, b - step_b
    return w, b, tuple(losses)
