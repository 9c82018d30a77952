"""Right: the sizes and the signs by choosing between two numbers, and a third one at 0."""

import numpy as np


def l1(params, lam):
    penalty = sum(np.where(W < 0, -W, W).sum() for W, b in params) * lam
    slopes = [np.where(W == 0, 0.0, np.where(W < 0, -lam, lam)) for W, b in params]
    return [penalty, [[dW, np.zeros_like(b)] for dW, (W, b) in zip(slopes, params)]]
