"""Right: np.where, a dictionary of slopes, and the slope of a step at 0."""

import numpy as np


def act_backward(dA, Z, kind):
    slopes = {
        "relu": lambda: np.where(Z >= 0, 1.0, 0.0),
        "tanh": lambda: 1 / np.cosh(np.clip(Z, -300, 300)) ** 2,
        "sigmoid": lambda: 0.25 / np.cosh(np.clip(Z / 2, -300, 300)) ** 2,
    }
    return slopes[kind]() * dA
