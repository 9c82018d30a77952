"""Right: what is taken off is w itself, but at most t to either side."""

import numpy as np


def soft_threshold(w, t):
    return w - np.clip(w, -t, t)


def l1_step(w, g, lr, lam):
    moved = w - lr * g
    return moved - np.clip(moved, -lr * lam, lr * lam)
