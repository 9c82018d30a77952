import numpy as np


def add_bias(Z, b):
    """Add b to every row of Z.

    Z (n, k), b (k,).
    Returns a new array (n, k).
    """
    return Z + b  # (n, k) + (k,): b is used again for each row
