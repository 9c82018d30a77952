"""Asking: what a function gives in several calls, one after the other.

A function that lives in another process is told of all of them at once (`bpcourse.grading.remote`):
most of what a call costs there is the way.
"""

from contextlib import nullcontext
from functools import singledispatch

import numpy as np


@singledispatch
def results(function, calls):
    """Yields what the function gives in each of these calls; an error of its own is the last.

    A call is the arguments, which no other call shares, and whether NumPy should be quiet.
    """
    for arguments, quiet in calls:
        with np.errstate(all="ignore") if quiet else nullcontext():
            got = function(*arguments)
        yield got
