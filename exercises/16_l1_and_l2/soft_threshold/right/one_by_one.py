"""Right: one number after the other."""

import numpy as np


def one(number, t):
    if abs(number) <= t:
        return 0.0
    return number - t if number > 0 else number + t


def soft_threshold(w, t):
    return np.array([one(number, t) for number in w.ravel()]).reshape(w.shape)


def l1_step(w, g, lr, lam):
    return soft_threshold(w - lr * g, lr * lam)
