"""Right: drawn as in PyTorch, a row for each unit, and turned."""

import numpy as np


def init_xavier(n_in, n_out, rng):
    mean_width = (n_in + n_out) / 2
    return rng.standard_normal((n_out, n_in)).T / np.sqrt(mean_width)
