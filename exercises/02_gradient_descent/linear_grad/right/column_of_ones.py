"""Right: the bias as one more weight."""

import numpy as np


def linear_grad(X, y, w, b):
    A = np.column_stack([X, np.ones(len(X))])
    g = 2 * A.T @ (A @ np.append(w, b) - y) / len(A)
    return [g[:-1], g[-1]]
