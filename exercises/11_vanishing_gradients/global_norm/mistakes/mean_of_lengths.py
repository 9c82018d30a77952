"""That is the mean of the lengths."""

import numpy as np


def global_norm(grads):
    return np.mean([np.sqrt(np.sum(np.square(dw))) for dw in grads])
