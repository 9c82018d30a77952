"""Right: np.maximum over all three, and the larger minus the smaller."""

from functools import reduce

import numpy as np


def relative_error(a, b, floor):
    size = reduce(np.maximum, (abs(a), abs(b), floor))
    return (np.maximum(a, b) - np.minimum(a, b)) / size
