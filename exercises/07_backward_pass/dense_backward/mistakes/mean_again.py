"""The 1/n is in dZ already"""

import numpy as np


def dense_backward(dZ, X, W):
    dX = dZ @ W.T
    dW = X.T @ dZ / len(X)
    db = dZ.mean(axis=0)
    return dX, dW, db
