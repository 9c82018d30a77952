"""Right: e from the left, and everything kept in float32."""

import numpy as np


def linear_grad(X, y, w, b):
    X, y, w = (a.astype(np.float32) for a in (X, y, w))
    e = X @ w + np.float32(b) - y
    return np.float32(2 / len(y)) * (e @ X), np.float32(2) * e.mean()
