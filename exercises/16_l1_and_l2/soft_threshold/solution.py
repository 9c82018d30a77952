import numpy as np


def soft_threshold(w, t):
    """Each number of the array w, moved towards 0 by t, and not beyond 0."""
    return np.sign(w) * np.maximum(np.abs(w) - t, 0)


def l1_step(w, g, lr, lam):
    """One step with an L1 penalty; g is the gradient of the loss alone.

    First the step along g, then the soft threshold.
    """
    return soft_threshold(w - lr * g, lr * lam)
