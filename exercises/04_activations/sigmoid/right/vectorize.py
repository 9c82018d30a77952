"""Right: two powers, and np.select; the answer in the shape of z."""

import numpy as np


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    with np.errstate(over="ignore", invalid="ignore"):
        forms = [np.exp(z) / (np.exp(z) + 1), 1 / (np.exp(-z) + 1)]
    return np.select([z < 0, z >= 0], forms)
