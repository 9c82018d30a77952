"""It cannot: go through the list, one array after the other."""

import numpy as np


def global_norm(grads):
    return np.sqrt(np.sum(np.array(grads) ** 2))
