"""Right: arrays that are filled in, and the factor by np.where."""

import numpy as np


def careful_descent(grad_fn, w0, lr, steps, max_norm):
    w = np.array(w0, dtype=float)
    history = np.zeros((steps + 1, w.size))
    norms = np.zeros(steps)
    history[0] = w
    for t in range(steps):
        g = grad_fn(history[t])
        norms[t] = np.sqrt(g @ g)
        factor = np.where(norms[t] > max_norm, max_norm / max(norms[t], 1e-300), 1.0)
        history[t + 1] = history[t] - lr * factor * g
    return history, norms
