"""between 1/1000 and 1000 it is healthy"""

import numpy as np


def clip_by_value(grads, c):
    return [np.clip(dw, -c, c) for dw in grads]


def diagnose_flow(norms):
    norms = np.asarray(norms, dtype=float)
    if not np.all(np.isfinite(norms)):
        return "exploding"
    if not norms.any():
        return "vanishing"
    if norms[0] > 1000:
        return "exploding"
    return "vanishing" if norms[0] < 1e-3 else "healthy"
