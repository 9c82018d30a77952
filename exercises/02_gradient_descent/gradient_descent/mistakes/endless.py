"""did not come to an end within 5 s"""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    w = w0
    history = [w]
    t = 0
    while t < steps:
        w = w - lr * grad_fn(w)
        history.append(w)
    return np.array(history)
