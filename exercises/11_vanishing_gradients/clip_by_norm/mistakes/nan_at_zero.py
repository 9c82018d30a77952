"""Where the norm is 0, limit / norm is no number"""

import numpy as np


def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.square(dw)) for dw in grads))
    factor = np.minimum(norm, max_norm) / norm
    return [factor * dw for dw in grads], float(norm)
