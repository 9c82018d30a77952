"""Right: eigvals in no order, and the largest of them."""

import numpy as np


def max_stable_lr(H):
    return float(2.0 / max(np.linalg.eigvals(H)))
