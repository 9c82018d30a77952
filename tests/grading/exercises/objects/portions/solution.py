import numpy as np


def portions(X, y, size, rng):
    """Yields pairs (X, y) of at most `size` samples, each sample once, in random order."""
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        chosen = order[start : start + size]
        yield X[chosen], y[chosen]
