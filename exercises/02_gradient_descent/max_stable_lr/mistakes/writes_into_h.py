"""Your code changes what it was given (H)"""

import numpy as np


def max_stable_lr(H):
    H *= 0.5
    return 1 / np.linalg.eigvalsh(H)[-1]
