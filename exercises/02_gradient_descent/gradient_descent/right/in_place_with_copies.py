"""Right: in place, on a copy, and a copy kept of every place."""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    w = np.array(w0, dtype=float)
    history = [w.copy()]
    for _ in range(steps):
        w -= lr * grad_fn(w)
        history.append(w.copy())
    return np.stack(history)
