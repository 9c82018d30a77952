import numpy as np


def step_decay(t, lr0, factor, every):
    """The rate after t steps: lr0, times factor once for each `every` steps.

    Returns one number.
    """
    return lr0 * factor ** (t // every)
