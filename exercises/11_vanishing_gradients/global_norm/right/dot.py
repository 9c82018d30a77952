"""Right: each array with itself."""

import numpy as np


def global_norm(grads):
    return np.asarray(sum(np.vdot(dw, dw) for dw in grads) ** 0.5)
