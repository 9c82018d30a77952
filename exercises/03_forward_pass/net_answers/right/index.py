"""Right: with an index, tanh before every layer but the first."""

import numpy as np


def net_answers(params, X):
    Z = np.array(X, dtype=float)
    for i in range(len(params)):
        A = Z if i == 0 else np.tanh(Z)
        Z = A.dot(params[i][0]) + params[i][1]
    return Z
