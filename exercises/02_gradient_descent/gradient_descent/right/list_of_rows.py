"""Right: a list of arrays, which is what np.array would be made of."""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    w = w0.copy()
    history = [w]
    for _ in range(steps):
        w = w - lr * grad_fn(w)
        history.append(w)
    return history
