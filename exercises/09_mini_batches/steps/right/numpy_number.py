"""Right: a whole number of NumPy, which range takes as well."""

import numpy as np


def steps(n, size, epochs):
    in_one = (np.int64(n) + size - 1) // size
    return in_one * epochs
