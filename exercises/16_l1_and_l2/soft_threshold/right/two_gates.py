"""Right: what reaches beyond t above, minus what reaches beyond it below."""

import numpy as np


def soft_threshold(w, t):
    return np.maximum(w - t, 0) - np.maximum(-w - t, 0)


def l1_step(w, g, lr, lam):
    return soft_threshold(np.subtract(w, np.multiply(lr, g)), lam * lr)
