import numpy as np


def net_grads(X, y, W1, b1, W2, b2):
    """The gradients of the mean squared error of tanh(X W1 + b1) W2 + b2.

    X (n, n_in), y (n, k). Returns dW1, db1, dW2, db2.
    """
    # forward
    Z1 = X @ W1 + b1
    A1 = np.tanh(Z1)
    Y = A1 @ W2 + b2
    # output delta
    dZ2 = 2 * (Y - y) / y.size
    # parameter gradients, layer 2
    dW2, db2 = A1.T @ dZ2, dZ2.sum(axis=0)
    # pass back
    dA1 = dZ2 @ W2.T
    dZ1 = dA1 * (1 - Z1**2)
    # parameter gradients, layer 1
    dW1, db1 = X.T @ dZ1, dZ1.sum(axis=0)
    return dW1, db1, dW2, db2
