"""Right: einsum, and a tuple built at the end."""

import numpy as np


def linear_grad(X, y, w, b):
    e = np.einsum("ij,j->i", X, w) + b - y
    return np.einsum("ij,i->j", X, e) * 2 / e.size, 2 * e.sum() / e.size
