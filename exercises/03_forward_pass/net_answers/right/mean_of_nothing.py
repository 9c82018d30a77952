"""Right: the line is kept, and takes off nothing."""

import numpy as np


def net_answers(params, X):
    A = X - np.zeros(X.shape[1])
    for W, b in params:
        Z = A @ W + b
        A = np.tanh(Z)
    return Z
