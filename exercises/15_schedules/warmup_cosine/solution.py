import numpy as np


def warmup_cosine(t, warmup, T, lr_max, lr_min):
    """The rate after t steps: evenly up, then half a cosine down to lr_min at T.

    Returns one number.
    """
    if t < warmup:
        return lr_max * (t + 1) / warmup
    down = min((t - warmup) / (T - warmup), 1)
    return lr_min + (lr_max - lr_min) * (1 + np.cos(np.pi * down)) / 2
