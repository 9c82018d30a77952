"""of different shapes cannot be rows of one array"""

import numpy as np


def clip_by_value(grads, c):
    return np.concatenate([np.clip(dw, -c, c).ravel() for dw in grads])


def diagnose_flow(norms):
    norms = np.asarray(norms, dtype=float)
    if not np.all(np.isfinite(norms)):
        return "exploding"
    if not norms.any():
        return "vanishing"
    if norms[0] > 1000 * norms[-1]:
        return "exploding"
    return "vanishing" if norms[0] < norms[-1] / 1000 else "healthy"
