"""Right: NumPy's own sum of exponentials in logarithms."""

import numpy as np


def cross_entropy(Z, y):
    return float((np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(Z)), y]).mean())
