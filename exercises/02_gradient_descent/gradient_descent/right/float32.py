"""Right: kept in float32."""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    history = np.empty((steps + 1, w0.size), dtype=np.float32)
    history[0] = w0
    for t in range(steps):
        history[t + 1] = history[t] - np.float32(lr) * grad_fn(history[t])
    return history
