"""Right: a product with the mask, which gives −0 below 0, and whole numbers for the slope."""

import numpy as np


def relu(z):
    return z * (z > 0)


def relu_grad(z):
    return (np.asarray(z) > 0).astype(int)
