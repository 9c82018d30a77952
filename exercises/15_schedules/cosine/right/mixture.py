"""Right: both rates are mixed, one more and more of the other."""

import numpy as np


def cosine(t, T, lr_max, lr_min):
    share = np.cos(np.pi * min(t, T) / T / 2) ** 2
    return share * lr_max + (1 - share) * lr_min
