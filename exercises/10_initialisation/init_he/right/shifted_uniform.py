"""Right: numbers from 0 to 1, shifted and stretched."""

import numpy as np


def init_he(n_in, n_out, rng):
    U = rng.random(n_in * n_out).reshape(n_in, n_out) - 0.5  # variance 1/12
    return U * np.sqrt(12 * 2 / n_in)
