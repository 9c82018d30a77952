"""Right: minus times plus, and a tuple."""

import numpy as np


def gd_step(params, grads, lr):
    return tuple(-lr * dw + w for w, dw in zip(params, grads))
