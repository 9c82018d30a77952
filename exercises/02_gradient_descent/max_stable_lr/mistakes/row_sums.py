"""the largest sum of a row"""

import numpy as np


def max_stable_lr(H):
    return 2 / np.max(np.sum(np.abs(H), axis=1))
