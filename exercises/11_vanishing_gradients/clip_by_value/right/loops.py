"""Right: element by element, and the flow by a table of conditions."""

import math

import numpy as np


def clip_by_value(grads, limit):
    new = []
    for dw in grads:
        flat = [limit if v > limit else -limit if v < -limit else float(v) for v in dw.flat]
        new.append(np.array(flat).reshape(dw.shape))
    return new


def diagnose_flow(norms):
    first, last = norms[0], norms[-1]
    if any(math.isinf(n) or math.isnan(n) for n in norms):
        return "exploding"
    if all(n == 0 for n in norms):
        return "vanishing"
    table = {"exploding": first / 1000 > last, "vanishing": first < last / 1000}
    return next((word for word, holds in table.items() if holds), "healthy")
