"""Right: the exponent of a sum of logarithms."""

import numpy as np


def step_decay(t, lr0, factor, every):
    k = np.floor(t / every)
    return np.exp(np.log(lr0) + k * np.log(factor))
