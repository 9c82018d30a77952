import numpy as np


def nudged_grad(f, w, h=1e-6):
    """Central differences of the number f(w), for every element of w."""
    dw = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + h
        above = f(w)
        w[i] = kept - h
        dw[i] = (above - f(w)) / (2 * h)
        w[i] = kept
    return dw
