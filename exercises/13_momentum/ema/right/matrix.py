"""Right: a matrix of weights, one row for each average."""

import numpy as np


def ema(x, beta, correct):
    n = len(x)
    ages = np.arange(n)[:, None] - np.arange(n)
    weights = np.where(ages >= 0, (1 - beta) * float(beta) ** np.maximum(ages, 0), 0.0)
    if correct:
        weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ x
