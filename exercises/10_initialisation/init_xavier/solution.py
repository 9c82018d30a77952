import numpy as np


def init_xavier(n_in, n_out, rng):
    """First weights (n_in, n_out) of a layer by Xavier's rule, around a mean of 0.

    rng: the generator that all random numbers come from.
    """
    std = np.sqrt(2 / (n_in + n_out))
    return std * rng.normal(size=(n_in, n_out))
