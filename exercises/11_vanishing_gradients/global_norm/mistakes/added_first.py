"""square before you add"""

import numpy as np


def global_norm(grads):
    return abs(sum(np.sum(dw) for dw in grads))
