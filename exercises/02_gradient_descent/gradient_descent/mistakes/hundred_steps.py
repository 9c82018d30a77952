"""The history has shape (101, 1), but should have shape (3, 1)."""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    w = w0.astype(float)
    history = [w]
    for _ in range(100):
        w = w - lr * grad_fn(w)
        history.append(w)
    return np.array(history)
