"""with cross-entropy the delta is p − one-hot"""

import numpy as np


def mlp_backward(params, cache, y):
    A, Z, kind = cache["A"], cache["Z"], cache["kind"]
    if y.ndim == 2:
        dZ = 2 * (Z[-1] - y) / y.size
    else:
        E = np.exp(Z[-1] - Z[-1].max(axis=1, keepdims=True))
        P = E / E.sum(axis=1, keepdims=True)
        dZ = P * (1 - P) / len(y)
    grads = []
    for i in reversed(range(len(params))):
        grads.insert(0, (A[i].T @ dZ, dZ.sum(axis=0)))
        if i > 0:
            W, a = params[i][0], A[i]
            slopes = {"relu": a > 0, "tanh": 1 - a**2, "sigmoid": a * (1 - a)}
            slope = slopes[kind]
            dZ = (dZ @ W.T) * slope
    return grads
