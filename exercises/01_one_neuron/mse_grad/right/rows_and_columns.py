"""Right: divided by the rows, and for a table by the columns as well."""

import numpy as np


def mse_grad(y_hat, y):
    slopes = (y_hat - y) * 2 / len(y)
    if slopes.ndim == 2:
        slopes = slopes / slopes.shape[1]
    return slopes
