"""Right: copies first, then in place on the copies."""

import numpy as np


def momentum_step(w, g, v, lr, beta):
    w = [np.array(array, dtype=float) for array in w]
    v = [np.array(array, dtype=float) for array in v]
    for i, slope in enumerate(g):
        v[i] *= beta
        v[i] += slope
        w[i] -= lr * v[i]
    return w, v
