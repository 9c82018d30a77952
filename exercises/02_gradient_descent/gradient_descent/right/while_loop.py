"""Right: a while loop, zeros, and a shape taken from w0."""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    history = np.zeros((steps + 1,) + w0.shape)
    history[0, :] = w0
    t = 1
    while t <= steps:
        step = -lr * grad_fn(history[t - 1])
        history[t] = history[t - 1] + step
        t += 1
    return history
