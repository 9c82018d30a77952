"""is an array, but should be a list"""

import numpy as np


def gd_step(params, grads, lr):
    return np.array(params[0]) - lr * np.array(grads[0])
