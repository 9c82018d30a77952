"""Right: two copies for every number."""

import numpy as np


def numerical_grad(f, w, h):
    dw = np.empty(w.shape)
    for i in np.ndindex(*w.shape):
        more, less = np.array(w, dtype=float), np.array(w, dtype=float)
        more[i] += h
        less[i] -= h
        dw[i] = (f(more) - f(less)) / 2 / h
    return dw
