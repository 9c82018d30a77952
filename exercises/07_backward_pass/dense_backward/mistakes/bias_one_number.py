"""db has shape (), but should have shape (1,)."""

import numpy as np


def dense_backward(dZ, X, W):
    dX = dZ @ W.T
    dW = X.T @ dZ
    db = dZ.sum()
    return dX, dW, db
