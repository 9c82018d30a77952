import numpy as np


def spoils(minibatches):
    """Does this maker of mini-batches break a promise? True or False.

    minibatches(X, y, size, rng) gives a list of pairs (X_batch, y_batch).
    """
    raise NotImplementedError
