"""A norm that is inf or nan has exploded"""

import numpy as np


def clip_by_value(grads, c):
    return [np.clip(dw, -c, c) for dw in grads]


def diagnose_flow(norms):
    norms = np.asarray(norms, dtype=float)
    if not norms.any():
        return "vanishing"
    if norms[0] > 1000 * norms[-1]:
        return "exploding"
    return "vanishing" if norms[0] < norms[-1] / 1000 else "healthy"
