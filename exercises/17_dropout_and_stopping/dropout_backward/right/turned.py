"""Right: the factors turned, by NumPy's function."""

import numpy as np


def dropout_backward(dout, mask):
    return np.multiply(mask, dout)
