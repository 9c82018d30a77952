"""The last step is missing"""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    w = w0
    history = []
    for _ in range(steps):
        history.append(w)
        w = w - lr * grad_fn(w)
    return np.array(history)
