"""Right: multiply by H until only the steepest direction is left."""

import numpy as np


def max_stable_lr(H):
    v = np.random.default_rng(0).normal(size=len(H))
    for _ in range(500):
        v = H @ v
        v = v / np.sqrt(v @ v)
    return 2 / (v @ H @ v)
