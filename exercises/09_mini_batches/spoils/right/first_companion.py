"""Right: it follows sample 0 through several epochs, and counts with a dictionary."""

from collections import Counter

import numpy as np


def spoils(minibatches):
    names = np.arange(1000, 1033)
    companions = []
    rng, seen = np.random.default_rng(2), []
    for epoch in range(6):
        size = (10, 11)[epoch % 2]
        before = names.copy(), names[:, np.newaxis] * np.ones(4)
        y, X = names.copy(), names[:, np.newaxis] * np.ones(4)
        pairs = list(minibatches(X, y, size, rng))
        count = Counter(int(name) for _, y_batch in pairs for name in y_batch)
        if set(count) != set(names.tolist()) or set(count.values()) != {1}:
            return True
        if [len(a) for a, _ in pairs] != ([10, 10, 10, 3] if size == 10 else [11, 11, 11]):
            return True
        for a, b in pairs:
            if (a != b[:, np.newaxis]).any():
                return True
            if 1000 in b:
                companions.append(set(b.tolist()))
        if (before[0] != y).any() or (before[1] != X).any():
            return True
        seen.append([int(name) for _, y_batch in pairs for name in y_batch])
    if seen[0] == seen[2] or seen[1] == seen[3]:
        return True
    if companions[0] == companions[2] or companions[1] == companions[3] == companions[5]:
        return True
    twin, again = np.random.default_rng(2), []
    for epoch in range(2):
        pairs = minibatches(names[:, np.newaxis] * 1.0, names.copy(), (10, 11)[epoch], twin)
        again.append([int(name) for _, y_batch in pairs for name in y_batch])
    return again != seen[:2]
