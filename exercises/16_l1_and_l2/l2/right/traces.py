"""Right: the trace of W^T W is the sum of the squares."""

import numpy as np


def l2(params, lam):
    total = sum(np.trace(W.T @ W) for W, b in params)
    return [total * lam / 2, [(lam * W, np.full(np.shape(b), 0.0)) for W, b in params]]
