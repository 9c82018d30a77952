"""a product of means is another number"""

import numpy as np


def dense_backward(dZ, X, W):
    dX = dZ @ W.T
    dW = len(X) * np.outer(X.mean(axis=0), dZ.mean(axis=0))
    db = dZ.sum(axis=0)
    return dX, dW, db
