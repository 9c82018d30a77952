"""Right: three cases, as they stand in a book."""

import numpy as np


def soft_threshold(w, t):
    return np.where(w > t, w - t, np.where(w < -t, w + t, 0.0))


def l1_step(w, g, lr, lam):
    return np.sign(w - lr * g) * np.maximum(np.abs(w - lr * g) - lr * lam, 0)
