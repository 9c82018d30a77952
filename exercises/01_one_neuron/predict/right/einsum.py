"""Right: einsum, and the bias first."""

import numpy as np


def predict(X, w, b):
    return b + np.einsum("si,i->s", X, w)
