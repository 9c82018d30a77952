"""Right: a batch, then the batches of the rest."""

import numpy as np


def minibatches(X, y, size, rng):
    def rest(order):
        if not len(order):
            return ()
        rows, left = order[:size], order[size:]
        return ((np.take(X, rows, axis=0), np.take(y, rows, axis=0)), *rest(left))

    return rest(rng.permutation(len(X)))
