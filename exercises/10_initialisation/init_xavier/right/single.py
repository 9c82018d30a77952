"""Right: in single precision."""

import numpy as np


def init_xavier(n_in, n_out, rng):
    W = rng.standard_normal((n_in, n_out), dtype=np.float32)
    return W * np.float32(np.sqrt(2 / (n_in + n_out)))
