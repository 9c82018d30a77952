"""Right: the largest size in each column."""

import numpy as np


def dead_fraction(A):
    largest = np.abs(A).max(axis=0)
    return float((largest == 0).sum() / largest.size)
