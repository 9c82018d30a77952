"""Right: exactly 0.25 and 0.75."""

import numpy as np


def xor_params():
    W2 = np.array([[0.5], [-1.0]])
    return [(np.ones((2, 2)), np.array([0.0, -1.0])), (W2, np.array([0.25]))]
