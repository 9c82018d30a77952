"""Right: the sums with their indices, tanh by exponentials."""

import numpy as np


def net_answers(params, X):
    A = X
    for W, b in params:
        Z = np.einsum("si,ij->sj", A, W) + b
        A = 1 - 2 / (np.exp(2 * Z) + 1)
    return Z
