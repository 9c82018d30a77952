"""Right: a function for one array, with arrays of their own for the hats."""

import numpy as np


def one(w, g, m, v, t, lr, b1, b2, eps):
    m = np.add(b1 * m, (1 - b1) * g)
    v = np.add(b2 * v, (1 - b2) * np.power(g, 2))
    hats = m / (1 - np.power(b1, t)), v / (1 - np.power(b2, t))
    return np.subtract(w, np.divide(lr * hats[0], np.sqrt(hats[1]) + eps)), m, v


def adam_step(w, g, state, lr, b1, b2, eps):
    t = state["t"] + 1
    rows = [one(*row, t, lr, b1, b2, eps) for row in zip(w, g, state["m"], state["v"])]
    w, m, v = (list(column) for column in zip(*rows))
    return [w, {**state, "m": m, "v": v, "t": t}]
