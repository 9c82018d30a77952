"""Right: one over the sum of all others, measured from each logit."""

import numpy as np


def softmax(Z):
    with np.errstate(over="ignore"):
        gaps = np.exp(Z[:, np.newaxis, :] * 1.0 - Z[:, :, np.newaxis])  # (n, k, k)
    return 1.0 / gaps.sum(axis=2)
