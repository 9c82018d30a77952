"""The last step is missing"""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    w = w0.astype(float)
    history = [w]
    for _ in range(steps):
        w = w - lr * grad_fn(w)
        if len(history) < steps:
            history.append(w)
    return np.array(history)
