"""Every array is scaled so that its largest element is c."""

import numpy as np


def clip_by_value(grads, c):
    return [dw * min(1.0, c / np.max(np.abs(dw))) for dw in grads]


def diagnose_flow(norms):
    norms = np.asarray(norms, dtype=float)
    if not np.all(np.isfinite(norms)):
        return "exploding"
    if not norms.any():
        return "vanishing"
    if norms[0] > 1000 * norms[-1]:
        return "exploding"
    return "vanishing" if norms[0] < norms[-1] / 1000 else "healthy"
