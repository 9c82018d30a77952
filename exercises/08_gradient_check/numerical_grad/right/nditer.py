"""Right: with NumPy's own iterator, and down before up."""

import numpy as np


def numerical_grad(f, w, h):
    w = np.asarray(w, dtype=np.float64).copy()
    dw = np.zeros(w.shape)
    it = np.nditer(w, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        old = float(w[i])
        w[i] = old - h
        low = f(w)
        w[i] = old + h
        high = f(w)
        w[i] = old
        dw[i] = (high - low) / (2 * h)
        it.iternext()
    return dw
