"""Right: one unit for each of the two points: x1 - x2 and x2 - x1."""

import numpy as np


def xor_params():
    return [
        (np.array([[1, -1], [-1, 1]]), np.array([0, 0])),
        (np.array([[1], [1]]), np.array([0])),
    ]
