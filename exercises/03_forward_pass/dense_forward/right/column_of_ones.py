"""Right: the bias as the weight of an input that is always 1."""

import numpy as np


def dense_forward(X, W, b):
    with_one = np.hstack([X, np.ones((X.shape[0], 1))])
    return np.dot(with_one, np.vstack([W, b]))
