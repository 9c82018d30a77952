import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    """The places on the way downhill: an array (steps + 1, n_w), first row w0.

    grad_fn(w) is the gradient at w. w0 (n_w,) stays as it is.
    """
    history = np.empty((steps + 1, len(w0)))  # floats, whatever w0 holds
    history[0] = w0
    for t in range(steps):
        history[t + 1] = history[t] - lr * grad_fn(history[t])
    return history
