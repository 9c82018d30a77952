"""db has shape (1, 1), but should have shape (1,)."""

import numpy as np


def dense_backward(dZ, X, W):
    dX = dZ @ W.T
    dW = X.T @ dZ
    db = dZ.sum(axis=0, keepdims=True)
    return dX, dW, db
