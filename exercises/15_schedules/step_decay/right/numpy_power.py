"""Right: NumPy's functions, which take arrays of steps as well."""

import numpy as np


def step_decay(t, lr0, factor, every):
    return lr0 * np.power(float(factor), np.floor_divide(t, every))
