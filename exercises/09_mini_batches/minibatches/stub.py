import numpy as np


def minibatches(X, y, size, rng):
    """All samples once, in random order: pairs (X_batch, y_batch) of size samples.

    X (n, n_in), y (n,) or (n, k). rng draws the order. What is left comes last.
    """
    raise NotImplementedError
