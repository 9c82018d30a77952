"""Right: all deltas first, then all gradients."""

import numpy as np


def softmax(Z):
    Z = Z - np.max(Z, axis=-1, keepdims=True)
    return np.exp(Z) / np.exp(Z).sum(axis=-1, keepdims=True)


SLOPES = {
    "relu": lambda a: np.sign(np.maximum(a, 0)),
    "tanh": lambda a: (1 - a) * (1 + a),
    "sigmoid": lambda a: a - a**2,
}


def mlp_backward(params, cache, y):
    Z = cache["Z"][-1]
    if y.shape == Z.shape:
        first = 2 / y.size * (Z - y)
    else:
        first = softmax(Z)
        first[range(len(y)), y] -= 1
        first /= len(y)
    deltas = [first]
    for (W, _), A in zip(params[:0:-1], cache["A"][:0:-1]):
        deltas.append(deltas[-1] @ W.T * SLOPES[cache["kind"]](A))
    return [(A.T @ dZ, dZ.sum(0)) for A, dZ in zip(cache["A"], deltas[::-1])]
