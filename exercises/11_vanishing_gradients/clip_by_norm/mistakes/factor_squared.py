"""this one has the norm squared"""

import numpy as np


def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.square(dw)) for dw in grads))
    factor = min(1.0, max_norm / max(norm, 1e-12) ** 2)
    return [factor * dw for dw in grads], float(norm)
