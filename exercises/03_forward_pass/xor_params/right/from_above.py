"""Right: 1 everywhere, and less at (0, 0) and at (1, 1)."""

import numpy as np


def xor_params():
    W1 = np.array([[-1.0, 1.0], [-1.0, 1.0]])
    b1 = np.array([1.0, -1.0])
    W2 = np.full((2, 1), -1.0)
    b2 = np.ones(1)
    return [(W1, b1), (W2, b2)]
