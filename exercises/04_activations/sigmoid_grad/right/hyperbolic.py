"""Right: by the hyperbolic cosine, which is infinite far out, and 1 / inf is 0."""

import numpy as np


def sigmoid_grad(z):
    with np.errstate(over="ignore"):
        return 0.25 / np.cosh(z / 2) ** 2


def tanh_grad(z):
    with np.errstate(over="ignore"):
        return np.cosh(1.0 * z) ** -2
