"""Fractions are cut off"""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    history = np.zeros((steps + 1, len(w0)), dtype=w0.dtype)
    history[0] = w0
    for _ in [0]:
        for t in range(steps):
            history[t + 1] = history[t] - lr * grad_fn(history[t])
    return history
