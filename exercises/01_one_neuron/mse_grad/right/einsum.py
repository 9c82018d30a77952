"""Right: einsum with a factor, in float32."""

import numpy as np


def mse_grad(y_hat, y):
    e = y_hat.astype(np.float32) - y.astype(np.float32)
    return np.einsum("...,->...", e, np.float32(2 / e.size))
