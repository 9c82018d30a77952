"""Right: shapes that differ are refused."""

import numpy as np


def mse(y_hat, y):
    if y_hat.shape != y.shape:
        raise ValueError(f"{y_hat.shape} meets {y.shape}")
    return np.mean((y_hat - y) ** 2)
