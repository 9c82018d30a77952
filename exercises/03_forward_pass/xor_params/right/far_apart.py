"""Right: with answers that are far beyond the margin, in single precision."""

import numpy as np


def xor_params():
    params = [([[10, 10], [10, 10]], [-2, -12]), ([[1], [-3]], [-3])]
    return [[np.array(W, dtype=np.float32), np.array(b, dtype=np.float32)] for W, b in params]
