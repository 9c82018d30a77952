"""The rate shrinks as it goes"""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    w = w0.astype(float)
    history = [w]
    t = 0
    for _ in range(steps):
        t += 1
        w = w - lr / t * grad_fn(w)
        history.append(w)
    return np.array(history)
