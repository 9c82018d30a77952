"""Only large positive elements are clipped"""

import numpy as np


def clip_by_value(grads, c):
    return [np.minimum(dw, c) for dw in grads]


def diagnose_flow(norms):
    norms = np.asarray(norms, dtype=float)
    if not np.all(np.isfinite(norms)):
        return "exploding"
    if not norms.any():
        return "vanishing"
    if norms[0] > 1000 * norms[-1]:
        return "exploding"
    return "vanishing" if norms[0] < norms[-1] / 1000 else "healthy"
