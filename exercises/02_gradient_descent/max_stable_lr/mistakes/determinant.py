"""the determinant"""

import numpy as np


def max_stable_lr(H):
    return 2 / np.linalg.det(H)
