"""Right: nudges the companions, and looks whether the sample's answer moves."""

import numpy as np


def leaks(make):
    rng = np.random.default_rng(7)
    layer = make()
    first = None
    for n in [1, 2, 9, 40, 2, 1]:
        X = rng.normal(0, 3, size=(n, 3))
        X[n - 1] = [1.0, 2.0, 3.0]
        answer = np.array(layer.predict(X)[n - 1], dtype=float)
        moved = X + 300 * (np.arange(n) < n - 1)[:, None]
        after = np.array(layer.predict(moved)[n - 1], dtype=float)
        other = make()
        other.predict(moved[::-1] - 7)
        last = np.array(other.predict(X)[n - 1], dtype=float)
        first = answer if first is None else first
        if max(np.abs(v - first).max() for v in (answer, after, last)) > 5e-3:
            return True
    return False
