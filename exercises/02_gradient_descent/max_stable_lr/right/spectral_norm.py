"""Right: for such an H the 2-norm is the largest eigenvalue."""

import numpy as np


def max_stable_lr(H):
    return 2 / np.linalg.norm(H, ord=2)
