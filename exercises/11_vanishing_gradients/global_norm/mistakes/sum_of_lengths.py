"""That is the sum of the lengths"""

import numpy as np


def global_norm(grads):
    return sum(np.sqrt(np.sum(np.square(dw))) for dw in grads)
