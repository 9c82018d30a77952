"""Right: both curves are symmetric, so only e to the −|z| is needed."""

import numpy as np


def sigmoid_grad(z):
    power = np.exp(-np.abs(z))
    return power / (1 + power) ** 2


def tanh_grad(z):
    return 4 * sigmoid_grad(2 * z)
