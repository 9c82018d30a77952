"""That is the root of the mean square"""

import numpy as np


def global_norm(grads):
    flat = np.concatenate([np.ravel(dw) for dw in grads])
    return np.sqrt(np.mean(flat**2))
