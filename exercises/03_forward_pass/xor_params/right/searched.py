"""Right: found by trying small whole numbers until it fits."""

import itertools

import numpy as np


def xor_params():
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    for w1, w2, bias, out in itertools.product((-1, 1), (-2, -1), (0, -1), (1, 2)):
        W1, b1 = np.array([[w1, w2], [w1, w2]]), np.array([bias, 2 * -bias - 1])
        W1[1] *= -1 if bias == 0 else 1
        H = np.maximum(X @ W1 + b1, 0)
        for v1, v2, b2 in itertools.product((-2, -1, 1, 2), (-2, -1, 1, 2), (-1, 0, 1, 2)):
            W2 = np.array([[v1], [v2]])
            Y = (H @ W2 + b2)[:, 0]
            if max(Y[0], Y[3]) <= 0 and min(Y[1], Y[2]) >= 1:
                return [(W1, b1), (W2, np.array([b2]))]
    raise RuntimeError("none of them fits")
