"""Right: signs and sizes apart."""

import numpy as np


def clip_by_value(grads, limit):
    return tuple(np.sign(dw) * np.where(np.abs(dw) > limit, limit, np.abs(dw)) for dw in grads)


def diagnose_flow(norms):
    norms = list(norms)
    words = ["exploding", "vanishing", "healthy"]
    exploded = any(n != n or n == np.inf for n in norms) or norms[0] > norms[-1] * 1000
    vanished = sum(norms) == 0 or norms[0] * 1000 < norms[-1]
    return words[0 if exploded else 1 if vanished else 2]
