"""Right: written anew, layer by layer."""

import numpy as np


def net_grads(X, y, W1, b1, W2, b2):
    def dense(dZ, A):
        return np.einsum("ni,nj->ij", A, dZ), np.ones(len(A)) @ dZ

    hidden = np.tanh(np.dot(X, W1) + b1)
    error = np.dot(hidden, W2) + b2 - y
    delta = error * (2.0 / error.size)
    last = dense(delta, hidden)
    first = dense((1.0 - hidden * hidden) * np.dot(delta, np.transpose(W2)), X)
    return [*first, *last]
