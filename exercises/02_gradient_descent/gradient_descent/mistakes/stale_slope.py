"""The slope is asked once and never again"""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    w = w0.astype(float)
    history = [w]
    slope = grad_fn(w)
    for _ in range(steps):
        w = w - lr * slope
        history.append(w)
    return np.array(history)
