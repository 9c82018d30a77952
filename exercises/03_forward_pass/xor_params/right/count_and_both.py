"""Right: the answer itself counts, and the second unit takes off three; tuples."""

import numpy as np


def xor_params():
    first = np.ones((2, 2)), np.array([0, -1])
    second = np.array([1, -3]).reshape(2, 1), np.zeros(1)
    return first, second
