"""Right: an array of zeros, filled where something was kept."""

import numpy as np


def dropout_backward(dout, mask):
    dA = np.zeros(dout.shape)
    kept = mask > 0
    dA[kept] = mask[kept] * dout[kept]
    return dA
