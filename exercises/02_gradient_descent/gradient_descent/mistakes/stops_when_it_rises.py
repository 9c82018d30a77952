"""With a rate that overshoots it still takes every step."""

import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    w = w0.astype(float)
    history = [w]
    for _ in range(steps):
        if np.linalg.norm(grad_fn(w - lr * grad_fn(w))) > np.linalg.norm(grad_fn(w)):
            break
        w = w - lr * grad_fn(w)
        history.append(w)
    return np.array(history)
