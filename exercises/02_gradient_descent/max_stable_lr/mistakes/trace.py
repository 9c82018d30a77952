"""the sum of all curvatures"""

import numpy as np


def max_stable_lr(H):
    return 2 / np.trace(H)
