"""Right: turned around first, then over the rows, which were the columns."""

import numpy as np


def row_means(X):
    return np.average(X.T, axis=0)
