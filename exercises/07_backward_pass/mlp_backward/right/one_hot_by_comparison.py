"""Right: one-hot by comparing, the gradients filled in from behind, bias by matrix product."""

import numpy as np


def mlp_backward(params, cache, y):
    As, Zs = cache["A"], cache["Z"]
    out = Zs[-1]
    n = out.shape[0]
    if np.ndim(y) == 1:
        p = np.exp(out - np.amax(out, axis=1, keepdims=True))
        p = p / np.sum(p, axis=1, keepdims=True)
        hot = (np.arange(out.shape[1]) == np.asarray(y)[:, None]).astype(float)
        delta = (p - hot) / n
    else:
        delta = (out - y) * (2.0 / out.size)
    grads = [None] * len(params)
    for layer in range(len(params), 0, -1):
        X = As[layer - 1]
        grads[layer - 1] = [np.transpose(X) @ delta, np.ones(n) @ delta]
        if layer > 1:
            delta = np.matmul(delta, params[layer - 1][0].T)
            Z = Zs[layer - 2]
            if cache["kind"] == "relu":
                delta = delta * np.where(Z > 0, 1.0, 0.0)
            elif cache["kind"] == "tanh":
                delta = delta * (1 - np.tanh(Z) ** 2)
            else:
                s = 1 / (1 + np.exp(-Z))
                delta = delta * s * (1 - s)
    return grads
