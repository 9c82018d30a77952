"""Your code stopped with ValueError"""

import numpy as np


def global_norm(grads):
    return np.sqrt(np.sum(np.array(grads) ** 2))
