"""Right: b as a table of one row, and a product with ones."""

import numpy as np


def add_bias(Z, b):
    return Z + np.ones((len(Z), 1)) @ b.reshape(1, -1)
