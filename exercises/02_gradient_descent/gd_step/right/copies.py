"""Right: copies first, then in place on the copies."""

import numpy as np


def gd_step(params, grads, lr):
    new = [np.array(w, dtype=float) for w in params]
    for w, dw in zip(new, grads):
        w -= lr * np.asarray(dw)
    return new
