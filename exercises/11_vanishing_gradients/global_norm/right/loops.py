"""Right: element by element."""

import math

import numpy as np


def global_norm(grads):
    total = 0.0
    for dw in grads:
        for value in np.asarray(dw).flat:
            total += value * value
    return math.sqrt(total)
