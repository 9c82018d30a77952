"""Right: the last axis by its number from the end, kept and dropped again."""

import numpy as np


def row_means(X):
    return np.nanmean(X, axis=-1, keepdims=True)[:, 0]
