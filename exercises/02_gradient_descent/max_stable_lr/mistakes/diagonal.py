"""a bowl may be steeper in between"""

import numpy as np


def max_stable_lr(H):
    return 2 / np.max(np.diag(H))
