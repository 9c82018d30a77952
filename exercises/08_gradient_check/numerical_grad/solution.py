import numpy as np


def numerical_grad(f, w, h):
    """The slope of the number f(w) along each number of w: an array like w.

    Central differences with the nudge h. w stays as it is.
    """
    w = w.astype(float)  # a copy, and of floats
    dw = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + h
        above = f(w)
        w[i] = kept - h
        below = f(w)
        w[i] = kept
        dw[i] = (above - below) / (2 * h)
    return dw
