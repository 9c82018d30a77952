"""Right: one row after the other, so that none can know of another."""

import numpy as np


def net_answers(params, X):
    def answer(a):
        for W, b in params[:-1]:
            a = np.tanh(a @ W + b)
        W, b = params[-1]
        return a @ W + b

    return np.array([answer(row) for row in X])
