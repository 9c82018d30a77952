"""Right: copies, with zeros put where they belong; a slope of 1 at 0."""

import numpy as np


def relu(z):
    a = z.copy()
    a[a < 0] = 0
    return a


def relu_grad(z):
    slope = np.ones(z.shape)
    slope[z < 0] = 0
    return slope
