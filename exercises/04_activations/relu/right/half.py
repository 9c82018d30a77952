"""Right: half of z and its size; a slope of a half at 0."""

import numpy as np


def relu(z):
    return (z + np.abs(z)) / 2


def relu_grad(z):
    return np.heaviside(z, 0.5)
