"""Your code changes what it was given"""

import numpy as np


def dense_backward(dZ, X, W):
    dZ /= len(X)
    dX = dZ @ W.T
    dW = X.T @ dZ
    db = dZ.sum(axis=0)
    return dX, dW, db
