"""Right: the sum of the weights is carried along, and it is what the corrected one is divided by."""

import numpy as np


def ema(x, beta, correct):
    total = weight = 0.0
    result = np.empty(x.shape)
    for i, number in enumerate(x):
        total, weight = beta * total + (1 - beta) * number, beta * weight + (1 - beta)
        result[i] = total / weight if correct else total
    return result
