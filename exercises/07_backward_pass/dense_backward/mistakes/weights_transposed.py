"""It is transposed: rows are inputs and columns are outputs."""

import numpy as np


def dense_backward(dZ, X, W):
    dX = dZ @ W.T
    dW = dZ.T @ X
    db = dZ.sum(axis=0)
    return dX, dW, db
