import numpy as np


def rmsprop_step(w, g, s, lr, rho, eps):
    """One step of RMSprop for all weights.

    w, g, s are lists of arrays in the same order: weights, gradients, averages.
    Returns (w, s): two new lists; the old ones stay as they are.
    """
    raise NotImplementedError
