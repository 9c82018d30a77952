"""Right: the other side of the draw, and a mask that is filled where it is kept."""

import numpy as np


def dropout_forward(A, p, rng, train):
    mask = np.ones(A.shape)
    if train:
        mask[:] = np.where(rng.random(A.shape) < 1 - p, 1 / (1 - p), 0.0)
    return A * mask, mask
