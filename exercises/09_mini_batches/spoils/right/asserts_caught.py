"""Right: asserts, which are caught, and data that must not be written into."""

import numpy as np


def hold(minibatches, size):
    y = np.arange(100, 125)
    X = np.stack([y, y**2], axis=1).astype(float)
    X.flags.writeable = y.flags.writeable = False
    rng, twin = np.random.default_rng(5), np.random.default_rng(5)
    first, second, same = (minibatches(X, y, size, each) for each in (rng, rng, twin))
    orders = []
    for pairs in (first, second, same):
        for X_batch, y_batch in pairs:
            assert np.all(X_batch == np.stack([y_batch, y_batch**2], axis=1))
            assert 0 < len(y_batch) <= size
        assert all(len(y_batch) == size for _, y_batch in pairs[:-1])
        orders.append([int(label) for _, y_batch in pairs for label in y_batch])
        assert sorted(orders[-1]) == list(range(100, 125))
    assert orders[0] != orders[1]
    assert orders[0] == orders[2]
    assert sum(b - a == 1 for a, b in zip(orders[0], orders[0][1:])) < 8


def spoils(minibatches):
    try:
        hold(minibatches, 9)
        hold(minibatches, 5)
    except (AssertionError, ValueError):
        return True
    return False
