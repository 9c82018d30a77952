"""Right: the logarithm of the sigmoid first."""

import numpy as np


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))
