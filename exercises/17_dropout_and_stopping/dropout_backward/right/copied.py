"""Right: a copy of floats, changed in place."""

import numpy as np


def dropout_backward(dout, mask):
    dA = np.array(dout, dtype=float)
    dA *= mask
    return dA
