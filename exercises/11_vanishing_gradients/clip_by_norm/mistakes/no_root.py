"""That is the square of the length."""

import numpy as np


def clip_by_norm(grads, max_norm):
    norm = sum(np.sum(np.square(dw)) for dw in grads)
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * dw for dw in grads], float(norm)
