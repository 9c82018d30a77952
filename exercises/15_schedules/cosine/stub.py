import numpy as np


def cosine(t, T, lr_max, lr_min):
    """The rate after t steps: half a cosine from lr_max down to lr_min at step T.

    Returns one number.
    """
    raise NotImplementedError
