"""Right: drawn as in PyTorch, a row for each unit, and turned."""

import numpy as np


def init_he(n_in, n_out, rng):
    return rng.standard_normal((n_out, n_in)).T / np.sqrt(n_in / 2)
