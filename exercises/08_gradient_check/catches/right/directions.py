"""Right: all numbers are nudged at once, in random directions, and the claims say how far L moves."""

import numpy as np


def catches(loss, backward):
    rng = np.random.default_rng(5)
    sizes = [(2, 3), (3,), (3, 4), (4,)]
    w = [rng.normal(size=size) for size in sizes]
    X, y = rng.normal(size=(7, 2)), rng.permutation([0, 1, 2, 3, 0, 1, 2])
    first, second = backward([(w[0], w[1]), (w[2], w[3])], X, y)
    claims = [*first, *second]
    for _ in range(60):
        d = [rng.normal(size=size) for size in sizes]
        k = rng.integers(4)
        d = [d[j] * (j == k) for j in range(4)]

        def at(step, d=d):
            v = [a + step * b for a, b in zip(w, d)]
            return loss([(v[0], v[1]), (v[2], v[3])], X, y)

        moved = (at(1e-5) - at(-1e-5)) / 2e-5
        claimed = sum(np.sum(a * b) for a, b in zip(claims, d))
        if abs(moved - claimed) > 1e-4 * max(abs(moved), 1e-2):
            return True
    return False
