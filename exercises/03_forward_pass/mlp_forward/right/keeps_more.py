"""Right: with more in the cache than is asked for, and the sums made in place."""

import numpy as np


def mlp_forward(params, X, kind):
    f = [np.tanh, lambda z: np.maximum(0, z), lambda z: 1 / (1 + np.exp(-z))]
    f = f[("tanh", "relu", "sigmoid").index(kind)]
    Z, A = [], []
    out = X
    for W, b in params:
        A += [out]
        z = out @ W
        z = z.astype(float)
        z += b
        Z += [z]
        if len(Z) != len(params):
            out = f(z)
    return {"A": A, "Z": Z, "kind": kind, "params": params, "answer": Z[-1]}
