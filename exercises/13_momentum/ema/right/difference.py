"""Right: the average moves a part of the way to each number."""

import numpy as np


def ema(x, beta, correct):
    e, power, found = 0.0, 1.0, []
    for number in x:
        e += (1 - beta) * (number - e)
        power *= beta
        found += [e / (1 - power) if correct else e]
    return np.asarray(found)
