import numpy as np


def careful_descent(grad_fn, w0, lr, steps, max_norm):
    """Gradient descent whose gradient is clipped to the length max_norm.

    Returns all places (steps + 1, n_w), and the gradient's length before each step.
    """
    w = np.array(w0, dtype=float)
    history, norms = [w], []
    for _ in range(steps):
        g = grad_fn(w)
        norm = np.sqrt(np.sum(g**2))
        factor = min(1.0, max_norm / norm)
        w = w - lr * factor * g
        history.append(w)
        norms.append(norm)
    return np.array(history), np.array(norms)
