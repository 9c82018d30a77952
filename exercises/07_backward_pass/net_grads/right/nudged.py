"""Right: the slope of tanh by nudging it."""

import numpy as np


def net_grads(X, y, W1, b1, W2, b2):
    Z1 = X @ W1 + b1
    A1 = np.tanh(Z1)
    Y = A1 @ W2 + b2
    dZ2 = 2 * (Y - y) / y.size
    dW2, db2 = A1.T @ dZ2, dZ2.sum(axis=0)
    dA1 = dZ2 @ W2.T
    h = 1e-6
    dZ1 = dA1 * (np.tanh(Z1 + h) - np.tanh(Z1 - h)) / (2 * h)
    dW1, db1 = X.T @ dZ1, dZ1.sum(axis=0)
    return dW1, db1, dW2, db2
