"""Right: two columns, targets with an axis of their own, and sets in place of orders."""

import numpy as np


def spoils(minibatches):
    n = 23
    Y = np.arange(2.0 * n).reshape(n, 2)
    X = 100 + Y @ np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]])
    for size in (1, 4, 7, 23, 50):
        kept_X, kept_Y = X.copy(), Y.copy()
        rng = np.random.default_rng(0)
        epochs = [minibatches(kept_X, kept_Y, size, rng) for _ in range(3)]
        epochs += [minibatches(kept_X, kept_Y, size, np.random.default_rng(0))]
        if not (np.array_equal(X, kept_X) and np.array_equal(Y, kept_Y)):
            return True
        told, companies = [], []
        for pairs in epochs:
            rest = n
            for k, (A, B) in enumerate(pairs):
                if len(A) != min(size, rest) or len(B) != len(A) or len(A) == 0:
                    return True
                rest -= len(A)
                if not np.array_equal(A, 100 + B @ np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]])):
                    return True
            order = [tuple(row) for _, B in pairs for row in B]
            if set(order) != {tuple(row) for row in Y} or len(order) != n:
                return True
            told.append(order)
            companies.append({frozenset(map(tuple, B)) for _, B in pairs if len(B) > 1})
        if told[0] == told[1] or told[0] == told[2] or told[0] != told[3]:
            return True
        if 1 < size < 10 and companies[0] & companies[1] & companies[2]:
            return True
    return False
