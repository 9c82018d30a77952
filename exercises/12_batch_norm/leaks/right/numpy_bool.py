"""Right: all answers in one table, and NumPy's own True."""

import numpy as np


def leaks(use):
    x = np.array([3.0, -2.0, 0.5])
    table = []
    for shift in (0.0, 30.0, -80.0):
        batches = []
        for n in (64, 1, 10, 1, 2):
            X = np.full((n, 3), shift) + np.arange(n)[:, np.newaxis] ** 1.5
            X[-1] = x
            batches.append(X)
        table += [Y[-1] for Y in use(batches)]
    table = np.array(table, dtype=float)
    return np.any(table.max(axis=0) - table.min(axis=0) > 1e-3)
