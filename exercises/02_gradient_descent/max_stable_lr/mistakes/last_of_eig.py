"""It finds the steepest direction wherever it stands."""

import numpy as np


def max_stable_lr(H):
    return 2 / np.linalg.eigvals(H)[-1]
