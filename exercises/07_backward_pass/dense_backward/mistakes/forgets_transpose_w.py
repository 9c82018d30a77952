"""In `A @ B` the columns of A meet the rows of B"""

import numpy as np


def dense_backward(dZ, X, W):
    dX = dZ @ W
    dW = X.T @ dZ
    db = dZ.sum(axis=0)
    return dX, dW, db
