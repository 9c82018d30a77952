"""Right: chosen place by place."""

import numpy as np


def dropout_backward(dout, mask):
    return np.where(mask == 0, 0.0, dout * mask)
