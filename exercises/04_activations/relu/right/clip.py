"""Right: np.clip without an upper limit; the sign of what has passed."""

import numpy as np


def relu(z):
    return np.clip(z, 0, None)


def relu_grad(z):
    return np.sign(relu(z))
