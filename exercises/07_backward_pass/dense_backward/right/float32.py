"""Right: in single precision."""

import numpy as np


def dense_backward(dZ, X, W):
    dZ, X, W = (A.astype(np.float32) for A in (dZ, X, W))
    return (W @ dZ.T).T, (dZ.T @ X).T, np.ones(len(X), dtype=np.float32) @ dZ
