"""It finds the steepest direction wherever it stands."""

import numpy as np


def max_stable_lr(H):
    return 2 / np.linalg.eig(H)[0][0]
