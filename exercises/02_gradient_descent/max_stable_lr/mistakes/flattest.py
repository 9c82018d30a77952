"""the steepest is the first to blow up"""

import numpy as np


def max_stable_lr(H):
    return 2 / np.linalg.eigvalsh(H)[0]
