"""a rate is positive"""

import numpy as np


def max_stable_lr(H):
    return -2 / np.linalg.eigvalsh(H)[-1]
