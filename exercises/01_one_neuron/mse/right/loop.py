"""Right: a loop over flat lists, and plain Python numbers."""

import numpy as np


def mse(y_hat, y):
    total = 0.0
    pairs = list(zip(np.ravel(y_hat).tolist(), np.ravel(y).tolist()))
    for prediction, answer in pairs:
        total += (prediction - answer) ** 2
    return total / len(pairs)
