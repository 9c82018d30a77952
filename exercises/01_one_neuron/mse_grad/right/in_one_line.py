"""Right: the factor first, with whole numbers in it."""

import numpy as np


def mse_grad(y_hat, y):
    return (2 / np.prod(y.shape)) * (y_hat - y)
