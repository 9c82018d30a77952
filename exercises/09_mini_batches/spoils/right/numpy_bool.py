"""Right: everything in arrays, and NumPy's own True."""

import numpy as np


def spoils(minibatches):
    n, faults = 21, []
    for size in (6, 7):
        rng = np.random.default_rng(3)
        table = []
        for each in [rng, rng, rng, np.random.default_rng(3)]:
            X, y = np.arange(n)[:, None] / 2, np.arange(n)
            batches = minibatches(X, y, size, each)
            ends = np.cumsum([len(b) for _, b in batches])
            order = np.concatenate([np.zeros(0, int)] + [b for _, b in batches])
            halves = np.concatenate([np.zeros(0)] + [a[:, 0] for a, _ in batches])
            faults.append(not np.array_equal(ends, np.minimum(size * (1 + np.arange(len(ends))), n)))
            faults.append(len(ends) != int(np.ceil(n / size)))
            faults.append(not np.array_equal(halves, order / 2))
            faults.append(not np.array_equal(np.bincount(order, minlength=n), np.ones(n)))
            faults.append(not np.array_equal(X[:, 0] * 2, y) or not np.array_equal(y, np.arange(n)))
            table.append(np.resize(order, n))
        table = np.array(table)
        faults.append(np.any(table[0] != table[3]))
        faults.append(np.all(table[0] == table[1]) or np.all(table[0] == table[2]))
        faults.append(np.mean(np.diff(table[:3]) == 1) > 0.4)
    return np.any(faults)
