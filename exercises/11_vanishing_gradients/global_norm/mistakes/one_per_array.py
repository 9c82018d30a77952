"""The length has shape (2,), but should be one number."""

import numpy as np


def global_norm(grads):
    return [np.sqrt(np.sum(np.square(dw))) for dw in grads]
