"""Right: a helper for one row."""

import numpy as np


def of_row(z):
    powers = np.exp(z - z.max())
    return powers / powers.sum()


def softmax(Z):
    return np.stack([of_row(z) for z in Z])
