"""The root is missing"""

import numpy as np


def global_norm(grads):
    return sum(np.sum(np.square(dw)) for dw in grads)
