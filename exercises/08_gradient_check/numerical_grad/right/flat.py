"""Right: numbered from the first to the last, as in a row."""

import numpy as np


def numerical_grad(f, w, h):
    copy = w * 1.0
    dw = np.zeros_like(copy)
    for i in range(copy.size):
        old = copy.flat[i]
        copy.flat[i] = old + h
        dw.flat[i] = f(copy)
        copy.flat[i] = old - h
        dw.flat[i] -= f(copy)
        copy.flat[i] = old
    return dw / (2 * h)
