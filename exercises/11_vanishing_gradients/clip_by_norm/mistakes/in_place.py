"""Your code changes what it was given"""

import numpy as np


def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.square(dw)) for dw in grads))
    factor = max_norm / norm if norm > max_norm else 1.0
    for dw in grads:
        dw *= factor
    return grads, float(norm)
