"""That is the curvature itself"""

import numpy as np


def max_stable_lr(H):
    return np.linalg.eigvalsh(H)[-1]
