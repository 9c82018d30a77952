"""Right: collected sample by sample, handed out whenever a batch is full."""

import numpy as np


def minibatches(X, y, size, rng):
    xs, ys = [], []
    for s in rng.choice(len(X), size=len(X), replace=False):
        xs.append(X[s])
        ys.append(y[s])
        if len(xs) == size:
            yield [np.array(xs), np.stack(ys)]
            xs, ys = [], []
    if xs:
        yield [np.array(xs), np.stack(ys)]
