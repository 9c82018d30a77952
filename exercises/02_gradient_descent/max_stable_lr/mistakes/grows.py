"""a steeper bowl needs smaller steps"""

import numpy as np


def max_stable_lr(H):
    return 2 * np.linalg.eigvalsh(H)[-1]
