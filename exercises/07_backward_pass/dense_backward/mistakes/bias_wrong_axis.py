"""The bias has one number for each column of dZ"""

import numpy as np


def dense_backward(dZ, X, W):
    dX = dZ @ W.T
    dW = X.T @ dZ
    db = dZ.sum(axis=1)
    return dX, dW, db
