"""Right: copies first, then in place on the copies."""

import numpy as np


def rmsprop_step(w, g, s, lr, rho, eps):
    w = [np.array(array, dtype=float) for array in w]
    s = [np.array(array, dtype=float) for array in s]
    for i, slope in enumerate(g):
        s[i] *= rho
        s[i] += (1 - rho) * np.square(slope)
        w[i] -= lr * slope / (s[i] ** 0.5 + eps)
    return w, s
