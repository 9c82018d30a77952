"""the mean of all curvatures"""

import numpy as np


def max_stable_lr(H):
    return 2 / np.mean(np.linalg.eigvalsh(H))
