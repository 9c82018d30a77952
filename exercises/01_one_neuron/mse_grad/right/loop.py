"""Right: a loop over all numbers."""

import numpy as np


def mse_grad(y_hat, y):
    slopes = np.zeros(y_hat.shape)
    for place in np.ndindex(*y_hat.shape):
        slopes[place] = 2 * (y_hat[place] - y[place]) / y_hat.size
    return slopes
