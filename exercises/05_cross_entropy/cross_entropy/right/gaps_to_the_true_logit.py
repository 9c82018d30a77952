"""Right: how far each logit is above the true one, and the largest gap taken out."""

import numpy as np


def cross_entropy(Z, y):
    gaps = Z - np.take_along_axis(Z, np.asarray(y, dtype=int)[:, None], axis=1)  # (n, k)
    top = gaps.max(axis=1)
    return np.average(top + np.log(np.exp(gaps - top[:, None]).sum(axis=1)))
