import numpy as np


def init_he(n_in, n_out, rng):
    """First weights (n_in, n_out) of a layer by He's rule, around a mean of 0.

    rng: the generator that all random numbers come from.
    """
    raise NotImplementedError
