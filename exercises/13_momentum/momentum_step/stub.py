import numpy as np


def momentum_step(w, g, v, lr, beta):
    """One step with momentum for all weights.

    w, g, v are lists of arrays in the same order: weights, gradients, velocities.
    Returns (w, v): two new lists; the old ones stay as they are.
    """
    raise NotImplementedError
