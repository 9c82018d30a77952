"""This kind is treated as if it were ReLU."""

import numpy as np


def act_backward(dA, Z, kind):
    return dA * (Z > 0)
