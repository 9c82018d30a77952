import numpy as np


def clip_by_norm(grads, max_norm):
    """Shorten the whole gradient to max_norm where it is longer.

    grads is a list of arrays. Returns a new list, and the norm before clipping.
    """
    norm = np.sqrt(sum(np.sum(np.square(dw)) for dw in grads))
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * dw for dw in grads], float(norm)
