"""Right: all arrays in one row, and cut up again."""

import numpy as np


def rmsprop_step(w, g, s, lr, rho, eps):
    shapes = [array.shape for array in w]
    ends = np.cumsum([array.size for array in w])[:-1]
    w, g, s = (np.concatenate([array.ravel() for array in one]) for one in (w, g, s))
    s = s + (1 - rho) * (g**2 - s)
    w = w - lr * g / (np.sqrt(s) + eps)

    def cut(row):
        return [piece.reshape(shape) for piece, shape in zip(np.split(row, ends), shapes)]

    return cut(w), cut(s)
