"""Right: the gradients first, and the penalty from them: half the sum of weight times gradient."""

import numpy as np


def l2(params, lam):
    grads = list(map(lambda pair: (lam * pair[0], np.zeros_like(pair[1], dtype=float)), params))
    return sum(np.vdot(W, dW) for (W, _), (dW, _) in zip(params, grads)) / 2, grads
