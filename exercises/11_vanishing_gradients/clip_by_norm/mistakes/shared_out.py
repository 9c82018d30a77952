"""The limit is divided by the number of arrays"""

import numpy as np


def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.square(dw)) for dw in grads))
    limit = max_norm / len(grads)
    factor = limit / norm if norm > limit else 1.0
    return [factor * dw for dw in grads], float(norm)
