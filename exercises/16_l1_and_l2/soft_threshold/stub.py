import numpy as np


def soft_threshold(w, t):
    """Each number of the array w, moved towards 0 by t, and not beyond 0."""
    raise NotImplementedError


def l1_step(w, g, lr, lam):
    """One step with an L1 penalty; g is the gradient of the loss alone.

    First the step along g, then the soft threshold.
    """
    raise NotImplementedError
