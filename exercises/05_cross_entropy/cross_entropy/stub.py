import numpy as np


def cross_entropy(Z, y):
    """The mean over the samples of minus the log of the probability of the label.

    Z (n, k) are logits, y (n,) integer labels. Returns one number.
    """
    raise NotImplementedError
