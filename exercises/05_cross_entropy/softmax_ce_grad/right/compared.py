"""Right: one-hot by comparing, and the sum in logarithms."""

import numpy as np


def softmax_ce_grad(Z, y):
    P = np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))
    hot = np.arange(Z.shape[1]) == np.reshape(y, (-1, 1))
    return np.divide(P - hot, len(hot))
