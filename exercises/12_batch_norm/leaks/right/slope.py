"""Right: moves the companions far away, and looks whether the sample's answer moves."""

import numpy as np


def leaks(use):
    rng = np.random.default_rng(7)
    batches = []
    for n in [1, 2, 9, 40, 2, 1]:
        X = rng.normal(0, 3, size=(n, 3))
        X[n - 1] = [1.0, 2.0, 3.0]
        batches += [X, X + 300 * (np.arange(n) < n - 1)[:, None]]
    other = [X[::-1] - 7 for X in batches[-4:]] + batches
    answers = use(batches) + use(other)[4:] + use(batches[::-1])[::-1]
    answers = np.array([np.array(Y[-1], dtype=float) for Y in answers])
    return np.abs(answers - answers[0]).max() > 5e-3
