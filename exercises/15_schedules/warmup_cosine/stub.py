import numpy as np


def warmup_cosine(t, warmup, T, lr_max, lr_min):
    """The rate after t steps: evenly up, then half a cosine down to lr_min at T.

    Returns one number.
    """
    raise NotImplementedError
