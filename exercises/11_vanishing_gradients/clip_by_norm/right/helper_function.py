"""Right: the length by a function of its own, the direction kept apart."""

import numpy as np


def length(grads):
    return np.sqrt(np.sum([np.sum(np.power(dw, 2.0)) for dw in grads]))


def clip_by_norm(grads, max_norm):
    before = length(grads)
    if before == 0:
        return [np.zeros(dw.shape) for dw in grads], 0.0
    direction = [dw / before for dw in grads]
    after = np.minimum(before, max_norm)
    return [d * after for d in direction], np.float64(before)
