"""Right: all losses are kept, and the running minimum is taken of them."""

import numpy as np


def lr_range_test(step_fn, lrs):
    losses = []
    for i, lr in enumerate(lrs):
        losses.append(float(step_fn(lr)))
        fine = np.isfinite(losses[-1]) and losses[-1] <= 1.5 * min(losses)
        if not fine:
            return float(lrs[max(i - 1, 0)])
    return float(lrs[-1])
