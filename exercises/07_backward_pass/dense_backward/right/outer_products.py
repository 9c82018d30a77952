"""Right: one outer product for each sample, and a dictionary on the way."""

import numpy as np


def dense_backward(dZ, X, W):
    grads = {
        "X": np.vstack([W @ dz for dz in dZ]),
        "W": np.sum([np.outer(x, dz) for x, dz in zip(X, dZ)], axis=0),
        "b": np.add.reduce(dZ),
    }
    return grads["X"], grads["W"], np.array(grads["b"])
