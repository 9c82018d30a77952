"""Right: each rate with the one before it."""

import numpy as np


def lr_range_test(step_fn, lrs):
    lowest = np.inf
    for before, lr in zip([lrs[0], *lrs[:-1]], lrs):
        loss = step_fn(lr)
        if not np.isfinite(loss):
            return before
        if loss / 1.5 > lowest:
            return before
        lowest = loss if loss < lowest else lowest
    return lrs[-1]
