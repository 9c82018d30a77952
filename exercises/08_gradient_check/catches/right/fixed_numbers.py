"""Right: without chance, all errors in one list."""

import numpy as np


def catches(loss, backward):
    W1 = np.array([[0.5, -1.0, 0.7], [1.2, 0.4, -0.6]])
    b1 = np.array([0.3, -0.8, 0.5])
    W2 = np.array([[1.0, -0.5], [0.3, 0.9], [-1.1, 0.6]])
    b2 = np.array([0.4, -0.7])
    X = np.array([[1.0, -0.5], [0.2, 1.5], [-1.3, 0.4], [0.8, 0.9]])
    y = np.array([0, 1, 1, 0])
    params = [(W1, b1), (W2, b2)]
    grads = [np.array(dw) for pair in backward(params, X, y) for dw in pair]
    errors = []
    for w, dw in zip([W1, b1, W2, b2], grads):
        for i, old in list(np.ndenumerate(w)):
            values = []
            for step in (1e-4, -1e-4):
                w[i] = old + step
                values.append(loss(params, X, y))
            w[i] = old
            slope = (values[0] - values[1]) / 2e-4
            errors.append(abs(dw[i] - slope) / (abs(dw[i]) + abs(slope) + 1e-6))
    return max(errors) > 1e-3
