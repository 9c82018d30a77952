"""Right: uniform numbers of the same variance, as Glorot and Bengio wrote it."""

import numpy as np


def init_xavier(n_in, n_out, rng):
    bound = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-bound, bound, size=(n_in, n_out))
