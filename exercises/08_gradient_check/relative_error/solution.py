import numpy as np


def relative_error(a, b, floor):
    """How far a and b are apart, for their size: an array of their shape.

    The distance, divided by the largest of |a|, |b| and the floor.
    """
    size = np.maximum(np.abs(a), np.abs(b))
    return np.abs(a - b) / np.maximum(size, floor)
