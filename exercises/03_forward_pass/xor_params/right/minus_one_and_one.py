"""Right: answers of -1 and 1 are beyond the margin on both sides."""

import numpy as np


def xor_params():
    W1 = np.array([[1.0, 1.0], [1.0, 1.0]])
    return [(W1, np.array([0.0, -1.0])), (np.array([[2.0], [-4.0]]), np.array([-1.0]))]
