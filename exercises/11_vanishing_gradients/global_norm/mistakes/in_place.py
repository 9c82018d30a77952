"""Your code changes what it was given"""

import numpy as np


def global_norm(grads):
    for dw in grads:
        dw *= dw
    return np.sqrt(sum(np.sum(dw) for dw in grads))
