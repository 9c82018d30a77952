import numpy as np


def rmsprop_step(w, g, s, lr, rho, eps):
    """One step of RMSprop for all weights.

    w, g, s are lists of arrays in the same order: weights, gradients, averages.
    Returns (w, s): two new lists; the old ones stay as they are.
    """
    s = [rho * old + (1 - rho) * slope**2 for old, slope in zip(s, g, strict=True)]
    sizes = [np.sqrt(average) + eps for average in s]  # of each gradient, usually
    w = [w - lr * slope / size for w, slope, size in zip(w, g, sizes, strict=True)]
    return w, s
