"""Right: the bias as the weight of an input that is always 1, in a list."""

import numpy as np


def dense_backward(dZ, X, W):
    both = np.column_stack([X, np.ones(len(X))]).T @ dZ
    return [np.dot(dZ, np.transpose(W)), both[:-1], both[-1]]
