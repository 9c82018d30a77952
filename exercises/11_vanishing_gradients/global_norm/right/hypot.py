"""Right: one more right angle for each element."""

import numpy as np


def global_norm(grads):
    length = 0.0
    for dw in grads:
        length = np.hypot.reduce(np.append(np.ravel(dw), length))
    return float(length)
