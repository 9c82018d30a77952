"""Right: central differences, with a nudge that fits the size of the numbers."""

import numpy as np


def mse_grad(y_hat, y):
    y_hat = y_hat.astype(float)
    slopes = np.zeros(y_hat.shape)
    h = 1e-4 * max(np.abs(y_hat).max(), np.abs(y).max(), 1e-30)
    for place in np.ndindex(*y_hat.shape):
        up, down = y_hat.copy(), y_hat.copy()
        up[place] += h
        down[place] -= h
        slopes[place] = (np.mean((up - y) ** 2) - np.mean((down - y) ** 2)) / (2 * h)
    return slopes
