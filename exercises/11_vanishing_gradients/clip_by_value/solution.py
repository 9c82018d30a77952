import numpy as np


def clip_by_value(grads, limit):
    """Every element limited to the range from -limit to limit.

    grads is a list of arrays. Returns a new list.
    """
    return [np.clip(dw, -limit, limit) for dw in grads]


def diagnose_flow(norms):
    """How the gradient flows: "vanishing", "healthy" or "exploding".

    norms holds the gradient norm of every layer, the first layer first.
    """
    norms = np.asarray(norms, dtype=float)
    if not np.all(np.isfinite(norms)):
        return "exploding"
    if not norms.any():
        return "vanishing"
    if norms[0] > 1000 * norms[-1]:
        return "exploding"
    return "vanishing" if norms[0] < norms[-1] / 1000 else "healthy"
