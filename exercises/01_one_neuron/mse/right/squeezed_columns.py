"""Right: columns are cut out where there is only one."""

import numpy as np


def mse(y_hat, y):
    if y_hat.ndim == 2 and y_hat.shape[1] == 1:
        y_hat = y_hat[:, 0]
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    return float(np.mean((y - y_hat) ** 2))
