"""Right: each layer calls the next."""

import numpy as np


def train_step(params, X, y, lr):
    def walk(A, i):
        W, b = params[i]
        Z = A @ W + b
        if i == len(params) - 1:
            loss, dZ, behind = np.mean((Z - y) ** 2), 2 * (Z - y) / Z.size, []
        else:
            dA, loss, behind = walk(np.maximum(Z, 0), i + 1)
            dZ = dA * (Z > 0)
        return dZ @ W.T, loss, [(W - lr * A.T @ dZ, b - lr * dZ.sum(0)), *behind]

    _, loss, new = walk(X, 0)
    return new, loss
