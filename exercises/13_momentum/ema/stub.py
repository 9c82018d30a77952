import numpy as np


def ema(x, beta, correct):
    """The exponential moving average of x (n,), after each of its numbers.

    It starts at 0; if correct is True, that is made up for.
    Returns a new array (n,).
    """
    raise NotImplementedError
