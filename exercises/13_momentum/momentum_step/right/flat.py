"""Right: all arrays in one row, and cut up again."""

import numpy as np


def momentum_step(w, g, v, lr, beta):
    shapes = [array.shape for array in w]
    ends = np.cumsum([array.size for array in w])[:-1]
    w, g, v = (np.concatenate([array.ravel() for array in one]) for one in (w, g, v))
    v = beta * v + g
    w = w - lr * v

    def cut(row):
        return [piece.reshape(shape) for piece, shape in zip(np.split(row, ends), shapes)]

    return cut(w), cut(v)
