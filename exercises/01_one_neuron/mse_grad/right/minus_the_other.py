"""Right: minus the opposite error."""

import numpy as np


def mse_grad(y_hat, y):
    return -2.0 * np.subtract(y, y_hat) / y_hat.size
