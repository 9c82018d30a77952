"""Right: zeros, and those that stay are put in by a mask."""

import numpy as np


def soft_threshold(w, t):
    new = np.zeros(w.shape)
    stays = np.abs(w) > t
    new[stays] = w[stays] - t * np.sign(w[stays])
    return new


def l1_step(w, g, lr, lam):
    w = w - lr * g
    return soft_threshold(w, lr * lam)
