"""Right: all weights as one long vector, whose 1-norm is the sum of the sizes."""

import numpy as np


def l1(params, lam):
    w = np.concatenate([np.ravel(W) for W, _ in params])
    return lam * np.linalg.norm(w, 1), [(lam * np.sign(W), np.zeros(len(b))) for W, b in params]
