"""Right: the nudge is an array with a single number in it."""

import numpy as np


def numerical_grad(f, w, h):
    slopes = []
    for i in range(w.size):
        E = np.zeros(w.size)
        E[i] = h
        E = E.reshape(w.shape)
        slopes.append((f(w + E) - f(w - E)) / (2 * h))
    return np.array(slopes).reshape(w.shape)
