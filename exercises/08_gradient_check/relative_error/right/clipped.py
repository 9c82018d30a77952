"""Right: the size is clipped from below, and the differences go in as floats."""

import numpy as np


def relative_error(a, b, floor):
    a, b = a.astype(float), b.astype(float)
    size = np.clip(np.fmax(abs(a), abs(b)), floor, None)
    return abs((a - b) / size)
