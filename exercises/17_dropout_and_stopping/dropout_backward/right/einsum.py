"""Right: written with einsum, which leaves out the sum."""

import numpy as np


def dropout_backward(dout, mask):
    return np.einsum("...,...->...", dout, mask)
