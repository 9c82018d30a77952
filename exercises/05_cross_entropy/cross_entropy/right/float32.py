"""Right: in single precision, as a 0-d array."""

import numpy as np


def cross_entropy(Z, y):
    Z = Z.astype(np.float32)
    Z = Z - Z.max(1)[:, None]
    losses = np.log(np.exp(Z).sum(1)) - Z[range(len(y)), y]
    return np.asarray(losses.mean())
