"""These are the gradients"""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    w = w0
    history = [grad_fn(w0)]
    for _ in range(steps):
        w = w - lr * grad_fn(w)
        history.append(grad_fn(w))
    return np.array(history)
