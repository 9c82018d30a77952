"""Right: copies, and elements picked by masks; the flow by logarithms."""

import numpy as np


def clip_by_value(grads, limit):
    clipped = []
    for dw in grads:
        new = np.array(dw, dtype=float)
        new[new > limit] = limit
        new[new < -limit] = -limit
        clipped.append(new)
    return clipped


def diagnose_flow(norms):
    first, last = float(norms[0]), float(norms[-1])
    if not np.isfinite(np.sum(norms)):
        return "exploding"
    if first == 0:
        return "vanishing"
    if last == 0:
        return "exploding"
    power = np.log10(first) - np.log10(last)
    return "vanishing" if power < -3 else "exploding" if power > 3 else "healthy"
