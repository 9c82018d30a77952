"""Right: the middle of a batch stays, and all around it changes."""

import numpy as np


def leaks(use):
    middle = np.array([[1.0, 0.0, -1.0], [0.0, 2.0, 5.0]])
    far = 50.0 * np.array([[1.0, 1.0, 1.0], [2.0, 1.5, 3.0], [-0.5, 4.0, 1.0]])
    batches = [
        (middle, 0),
        (np.vstack([far, middle, -far]), 3),
        (np.vstack([-2 * far, middle, far]), 3),
        (np.vstack([far] * 5 + [middle]), 15),
        (np.vstack([middle, far]), 0),
        (middle, 0),
    ]
    found = set()
    for order in (batches, batches[2:] + batches[:2]):
        for Y, (_, start) in zip(use([X for X, _ in order]), order):
            found.add(tuple(np.round(np.ravel(Y[start : start + 2]), 2) + 0.0))
    found = np.array(sorted(found))
    return bool(np.ptp(found, axis=0).max() > 0.015)
