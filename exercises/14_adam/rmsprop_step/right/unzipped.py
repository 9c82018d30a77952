"""Right: a function for one array, and the pairs taken apart; two tuples."""

import numpy as np


def one(w, g, s, lr, rho, eps):
    s = np.multiply(rho, s) + np.multiply(1 - rho, np.power(g, 2))
    return w - np.divide(lr * g, np.add(np.sqrt(s), eps)), s


def rmsprop_step(w, g, s, lr, rho, eps):
    return tuple(zip(*(one(a, b, c, lr, rho, eps) for a, b, c in zip(w, g, s))))
