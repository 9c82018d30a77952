"""Right: one loop over the layers, which gathers both."""

import numpy as np


def l1(params, lam):
    penalty, grads = 0.0, []
    for W, b in params:
        penalty += lam * float(np.abs(W).sum())
        grads.append((np.sign(W) * lam, np.zeros(b.shape)))
    return penalty, grads
