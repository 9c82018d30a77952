import numpy as np


def mlp_backward(params, cache, y):
    """The gradients of all weights and biases: a pair (dW, db) for each layer.

    cache["A"][l] entered layer l, cache["Z"][l] are its sums.
    cache["kind"] is "relu", "tanh" or "sigmoid".
    y: numbers like Z[-1], or integer labels (n,).
    """
    A, Z, kind = cache["A"], cache["Z"], cache["kind"]
    # output delta
    if y.ndim == 2:
        dZ = 2 * (Z[-1] - y) / y.size
    else:
        E = np.exp(Z[-1] - Z[-1].max(axis=1, keepdims=True))
        P = E / E.sum(axis=1, keepdims=True)  # softmax
        dZ = (P - np.eye(P.shape[1])[y]) / len(y)
    grads = []
    for layer in reversed(range(len(params))):
        # parameter gradients
        grads.insert(0, (A[layer].T @ dZ, dZ.sum(axis=0)))
        # pass back
        if layer > 0:
            W, a = params[layer][0], A[layer]
            slopes = {"relu": a > 0, "tanh": 1 - a**2, "sigmoid": a * (1 - a)}
            slope = slopes[kind]
            dZ = (dZ @ W.T) * slope
    return grads
