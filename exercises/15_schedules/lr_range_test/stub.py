import numpy as np


def lr_range_test(step_fn, lrs):
    """The last of the rates lrs (n,) before the loss explodes.

    Returns one number.
    """
    raise NotImplementedError
