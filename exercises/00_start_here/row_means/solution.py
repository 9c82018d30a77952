import numpy as np


def row_means(X):
    """The mean of each row.

    X (n, k).
    Returns a new array (n,).
    """
    return X.mean(axis=1)  # axis 1, the columns, disappears
