"""Right: a loop that goes on as long as all is well; nan is never below anything."""

import numpy as np


def lr_range_test(step_fn, lrs):
    lowest, i = np.inf, 0
    while i < len(lrs):
        loss = step_fn(lrs[i])
        if not (loss < np.inf and loss <= 1.5 * lowest):
            break
        lowest = min(lowest, loss)
        i += 1
    return lrs[max(0, i - 1)]
