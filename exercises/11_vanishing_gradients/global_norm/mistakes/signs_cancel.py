"""square before you add"""

import numpy as np


def global_norm(grads):
    return np.sqrt(sum(np.sum(dw) for dw in grads) ** 2)
