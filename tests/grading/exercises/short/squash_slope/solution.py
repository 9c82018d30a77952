import numpy as np


def squash_slope(z):
    """The slope of squash at z."""
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)
