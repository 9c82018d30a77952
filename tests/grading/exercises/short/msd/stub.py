import numpy as np


def msd(Y, targets):
    """The mean over all elements of (Y - targets)^2, a number."""
    raise NotImplementedError
