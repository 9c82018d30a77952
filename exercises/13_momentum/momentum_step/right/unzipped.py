"""Right: a function for one array, and the pairs taken apart; two tuples."""

import numpy as np


def one(w, g, v, lr, beta):
    v = np.add(np.multiply(beta, v), g)
    return np.subtract(w, np.multiply(lr, v)), v


def momentum_step(w, g, v, lr, beta):
    return tuple(zip(*(one(a, b, c, lr, beta) for a, b, c in zip(w, g, v))))
