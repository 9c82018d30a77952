"""A root is taken for each array, and again at the end."""

import numpy as np


def global_norm(grads):
    return np.sqrt(sum(np.sqrt(np.sum(np.square(dw))) for dw in grads))
