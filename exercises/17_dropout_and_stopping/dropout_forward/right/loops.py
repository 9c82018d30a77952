"""Right: number by number, and the result is a list of two."""

import numpy as np


def dropout_forward(A, p, rng, train):
    mask = np.ones(A.size)
    if train:
        for i, chance in enumerate(rng.random(A.size)):
            mask[i] = 0.0 if chance < p else 1 / (1 - p)
    mask = mask.reshape(A.shape)
    return [A * mask, mask]
