"""Your code changes what it was given (w0)"""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    w = w0
    history = [w.copy()]
    for _ in range(steps):
        w -= lr * grad_fn(w)
        history.append(w.copy())
    return np.array(history)
