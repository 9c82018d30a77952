"""Right: the sum written with its indices."""

import numpy as np


def dense_forward(X, W, b):
    return np.einsum("si,ij->sj", X, W) + np.asarray(b).reshape(1, -1)
