"""The rate has shape (2,), but should be one number."""

import numpy as np


def max_stable_lr(H):
    return 2 / np.linalg.eigvalsh(H)
