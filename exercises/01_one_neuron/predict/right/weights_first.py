"""Right: the weights from the left, and the table transposed."""

import numpy as np


def predict(X, w, b):
    return w @ X.T + np.full(len(X), b)
