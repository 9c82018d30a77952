"""That is the square root of the rate"""

import numpy as np


def max_stable_lr(H):
    return np.sqrt(2 / np.linalg.eigvalsh(H)[-1])
