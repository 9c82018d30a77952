"""Right: in three functions, from the sums Z."""

import numpy as np


def dense(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, np.sum(dZ, axis=0)


def slope(Z, kind):
    if kind == "relu":
        return np.where(Z > 0, 1.0, 0.0)
    if kind == "tanh":
        return 1 / np.cosh(Z) ** 2
    return 0.25 / np.cosh(Z / 2) ** 2


def mlp_backward(params, cache, y):
    out = cache["Z"][-1]
    n, k = out.shape
    if np.issubdtype(y.dtype, np.integer):
        shifted = out - out.max(axis=1)[:, None]
        dZ = np.exp(shifted) / np.exp(shifted).sum(axis=1)[:, None]
        dZ[np.arange(n), y] -= 1
        dZ = dZ / n
    else:
        dZ = (out - y) * 2 / (n * k)
    grads = []
    for layer in range(len(params) - 1, -1, -1):
        dA, dW, db = dense(dZ, cache["A"][layer], params[layer][0])
        grads.append((dW, db))
        if layer:
            dZ = dA * slope(cache["Z"][layer - 1], cache["kind"])
    return grads[::-1]
