"""That is the sum of the lengths of the arrays."""

import numpy as np


def clip_by_norm(grads, max_norm):
    norm = sum(np.linalg.norm(dw) for dw in grads)
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * dw for dw in grads], float(norm)
