"""Right: pair by pair."""

import numpy as np


def relative_error(a, b, floor):
    errors = np.zeros(a.shape)
    for i in np.ndindex(a.shape):
        errors[i] = abs(a[i] - b[i]) / max(abs(a[i]), abs(b[i]), floor)
    return errors
