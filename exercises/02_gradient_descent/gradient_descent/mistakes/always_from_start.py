"""Row t + 1 is row t minus lr times the gradient at row t."""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    w = w0.astype(float)
    history = [w]
    for _ in range(steps):
        w = w0 - lr * grad_fn(w)
        history.append(w)
    return np.array(history)
