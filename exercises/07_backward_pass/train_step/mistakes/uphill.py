"""it walks uphill"""

import numpy as np


def train_step(params, X, y, lr):
    A = [X]
    for W, b in params[:-1]:
        A.append(np.maximum(A[-1] @ W + b, 0))
    W, b = params[-1]
    Y = A[-1] @ W + b
    loss = np.mean((Y - y) ** 2)
    dZ = 2 * (Y - y) / y.size
    new = []
    for (W, b), a in zip(reversed(params), reversed(A), strict=True):
        dW, db = a.T @ dZ, dZ.sum(axis=0)
        dZ = (dZ @ W.T) * (a > 0)
        new.insert(0, (W + lr * dW, b + lr * db))
    return new, loss
