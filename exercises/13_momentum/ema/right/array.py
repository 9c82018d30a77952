"""Right: an array that is filled, and the correction in the end for all."""

import numpy as np


def ema(x, beta, correct):
    averages = np.zeros(len(x))
    e = 0
    for i in range(len(x)):
        e = e * beta + x[i] * (1 - beta)
        averages[i] = e
    if correct:
        averages /= 1 - beta ** np.arange(1, len(x) + 1)
    return averages
