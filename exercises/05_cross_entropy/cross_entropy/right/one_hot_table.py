"""Right: a one-hot table picks the logarithms."""

import numpy as np


def cross_entropy(Z, y):
    k = Z.shape[1]
    hot = np.eye(k)[y]
    Z = Z - np.max(Z, axis=1, keepdims=True)
    log_p = Z - np.log(np.sum(np.exp(Z), axis=1, keepdims=True))
    return -np.sum(hot * log_p) / len(Z)
