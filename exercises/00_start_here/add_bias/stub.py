import numpy as np


def add_bias(Z, b):
    """Add b to every row of Z.

    Z (n, k), b (k,).
    Returns a new array (n, k).
    """
    raise NotImplementedError
