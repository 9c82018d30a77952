"""Right: a negative power, and a pair of NumPy's own numbers."""

import numpy as np


def effective_lr(lr, beta):
    return np.multiply(lr, np.power(1.0 - beta, -1.0))


def valley_pair():
    return np.float64(0.5), np.float64(0.9)
