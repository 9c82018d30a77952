"""Right: np.where twice, with the border in the other branch."""

import numpy as np


def relu(z):
    return np.where(z < 0, 0, z)


def relu_grad(z):
    return 1.0 * np.greater(z, 0)
