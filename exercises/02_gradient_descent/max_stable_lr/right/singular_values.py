"""Right: the largest singular value, as a 0-d array."""

import numpy as np


def max_stable_lr(H):
    return np.asarray(2 / np.linalg.svd(H, compute_uv=False)[0])
