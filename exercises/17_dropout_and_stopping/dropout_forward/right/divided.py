"""Right: out is divided, not multiplied; p is 0 in use, but nothing is drawn."""

import numpy as np


def dropout_forward(A, p, rng, train):
    keep = 1.0 - p if train else 1.0
    chances = rng.uniform(size=A.shape) if train else np.zeros(A.shape)
    mask = np.where(chances <= keep, 1.0, 0.0)
    return A * mask / keep, mask / keep
