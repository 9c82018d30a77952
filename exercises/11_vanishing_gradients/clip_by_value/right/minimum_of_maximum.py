"""Right: by minimum and maximum, and a ratio."""

import numpy as np


def clip_by_value(grads, limit):
    return [np.maximum(-limit, np.minimum(limit, dw)) for dw in grads]


def diagnose_flow(norms):
    with np.errstate(all="ignore"):
        ratio = np.float64(norms[0]) / np.float64(norms[-1])
    if not all(np.isfinite(n) for n in norms):
        return "exploding"
    if max(norms) == 0 or ratio < 1e-3:
        return "vanishing"
    if ratio > 1e3:
        return "exploding"
    return "healthy"
