"""Right: itertools.accumulate, with a 0 in front that is left out again."""

from itertools import accumulate

import numpy as np


def ema(x, beta, correct):
    steps = accumulate([0.0, *x], lambda e, number: beta * e + (1 - beta) * number)
    averages = np.array(list(steps))[1:]
    t = np.arange(len(x)) + 1.0
    return averages / (1 - np.power(float(beta), t)) if correct else averages
