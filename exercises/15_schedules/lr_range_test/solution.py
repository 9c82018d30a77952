import numpy as np


def lr_range_test(step_fn, lrs):
    """The last of the rates lrs (n,) before the loss explodes.

    Returns one number.
    """
    limit, lowest = lrs[0], np.inf
    for lr in lrs:
        loss = step_fn(lr)
        if not np.isfinite(loss) or loss > 1.5 * lowest:
            return limit
        limit, lowest = lr, min(lowest, loss)
    return limit
