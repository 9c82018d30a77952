import numpy as np


def dense_backward(dZ, X, W):
    """The way back through Z = X W + b.

    dZ (n, n_out), X (n, n_in), W (n_in, n_out).
    Returns dX (n, n_in), dW (n_in, n_out), db (n_out,).
    """
    dX = dZ @ W.T  # (n, n_out) @ (n_out, n_in)
    dW = X.T @ dZ  # (n_in, n) @ (n, n_out)
    db = dZ.sum(axis=0)  # every row has used the same b
    return dX, dW, db
