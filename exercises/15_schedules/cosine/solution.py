import numpy as np


def cosine(t, T, lr_max, lr_min):
    """The rate after t steps: half a cosine from lr_max down to lr_min at step T.

    Returns one number.
    """
    part = min(t / T, 1)
    return lr_min + (lr_max - lr_min) * (1 + np.cos(np.pi * part)) / 2
