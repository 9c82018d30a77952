"""Right: the row numbers shuffled in place, and a list of pairs."""

import numpy as np


def minibatches(X, y, size, rng):
    rows = np.arange(len(y))
    rng.shuffle(rows)
    count = -(-len(rows) // size)
    parts = [rows[k * size : (k + 1) * size] for k in range(count)]
    return [(X[part], y[part]) for part in parts]
