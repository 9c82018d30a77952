"""the Frobenius norm"""

import numpy as np


def max_stable_lr(H):
    return 2 / np.linalg.norm(H)
