import numpy as np


def dead_fraction(A):
    """The share of units whose output is 0 on every sample.

    A (n, units). Returns one number, from 0 to 1.
    """
    is_dead = np.all(A == 0, axis=0)  # (units,)
    return np.mean(is_dead)
