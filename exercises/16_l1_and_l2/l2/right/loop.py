"""Right: one loop over the layers, which gathers both."""

import numpy as np


def l2(params, lam):
    penalty, grads = 0.0, []
    for W, b in params:
        penalty += 0.5 * lam * float((W * W).sum())
        grads.append((W * lam, np.zeros(b.shape)))
    return penalty, grads
