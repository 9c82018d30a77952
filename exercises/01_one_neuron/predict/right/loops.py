"""Right: two loops, one over samples and one over inputs."""

import numpy as np


def predict(X, w, b):
    n, n_in = X.shape
    y_hat = np.zeros(n)
    for s in range(n):
        total = b
        for i in range(n_in):
            total += X[s, i] * w[i]
        y_hat[s] = total
    return y_hat
