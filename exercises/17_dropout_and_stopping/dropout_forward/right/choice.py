"""Right: chosen from the two values that a mask has."""

import numpy as np


def dropout_forward(A, p, rng, train):
    if not train:
        return A + 0.0, A * 0.0 + 1.0
    mask = rng.choice([0.0, 1 / (1 - p)], p=[p, 1 - p], size=A.shape)
    return A * mask, mask
