import numpy as np


def msd(Y, targets):
    """The mean over all elements of (Y - targets)^2, a number."""
    return float(np.mean((Y - targets) ** 2))
