"""Right: chosen by np.where."""

import numpy as np


def relative_error(a, b, floor):
    size_a, size_b = np.abs(a), np.abs(b)
    size = np.where(size_a > size_b, size_a, size_b)
    size = np.where(size > floor, size, floor)
    return np.sqrt((a - b) ** 2.0) / size
