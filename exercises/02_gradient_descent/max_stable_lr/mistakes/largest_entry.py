"""a bowl may be steeper"""

import numpy as np


def max_stable_lr(H):
    return 2 / np.max(H)
