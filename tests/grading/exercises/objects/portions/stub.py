import numpy as np


def portions(X, y, size, rng):
    """Yields pairs (X, y) of at most `size` samples, each sample once, in random order."""
    raise NotImplementedError
