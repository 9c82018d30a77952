"""Right: the rest of the way is a descent too."""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    if steps == 0:
        return np.array([w0], dtype=float)
    rest = gradient_descent(grad_fn, w0 - lr * grad_fn(w0), lr, steps - 1)
    return np.vstack([w0, rest])
