"""That is 1 / curvature"""

import numpy as np


def max_stable_lr(H):
    return 1 / np.linalg.eigvalsh(H)[-1]
