"""Right: all arrays in one row, and cut up again."""

import numpy as np


def adam_step(w, g, state, lr, b1, b2, eps):
    shapes = [array.shape for array in w]
    ends = np.cumsum([array.size for array in w])[:-1]

    def row(arrays):
        return np.concatenate([np.ravel(array) for array in arrays])

    def cut(long):
        return [piece.reshape(shape) for piece, shape in zip(np.split(long, ends), shapes)]

    t, g = state["t"] + 1, row(g)
    m = row(state["m"]) * b1 + g - b1 * g
    v = row(state["v"]) * b2 + g**2 - b2 * g**2
    moved = row(w) - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
    return cut(moved), {"m": cut(m), "v": cut(v), "t": t}
