"""Right: an empty array, filled from both sides."""

import numpy as np


def sigmoid(z):
    s = np.empty(z.shape)
    left = z < 0
    power = np.exp(z[left])
    s[left] = power / (1 + power)
    s[~left] = 1 / (1 + np.exp(-z[~left]))
    return s
