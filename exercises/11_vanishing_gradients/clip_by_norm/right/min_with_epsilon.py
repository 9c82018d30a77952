"""Right: min, and a tiny number against 0."""

import numpy as np


def clip_by_norm(grads, max_norm):
    norm = np.linalg.norm([np.linalg.norm(dw) for dw in grads])
    factor = min(1, max_norm / (norm + 1e-300))
    return tuple([factor * dw for dw in grads]), norm
