"""Right: a copy that may hold fractions, and then into the copy."""

import numpy as np


def add_bias(Z, b):
    new = Z.astype(float)
    new += b
    return new
