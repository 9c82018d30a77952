"""Right: uniform numbers of the same variance, as libraries often draw them."""

import numpy as np


def init_he(n_in, n_out, rng):
    bound = np.sqrt(6 / n_in)
    return rng.uniform(-bound, bound, size=(n_in, n_out))
