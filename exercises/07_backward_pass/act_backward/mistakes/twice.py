"""The slope is used twice."""

import numpy as np


def act_backward(dA, Z, kind):
    if kind == "relu":
        slope = Z > 0
    elif kind == "tanh":
        slope = 1 - np.tanh(Z) ** 2
    else:
        s = 0.5 * (1 + np.tanh(Z / 2))
        slope = s * (1 - s)
    return dA * slope * slope
