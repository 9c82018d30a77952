"""Right: one number after the other."""

import math

import numpy as np


def init_he(n_in, n_out, rng):
    W = np.empty((n_in, n_out))
    std = math.sqrt(2.0 / n_in)
    for i in range(n_in):
        for j in range(n_out):
            W[i, j] = rng.normal() * std
    return W
