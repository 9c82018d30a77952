import numpy as np


def adam_step(w, g, state, lr, b1, b2, eps):
    """One step of Adam for all weights.

    w, g are lists of arrays in the same order: weights and gradients.
    state is {"m": list, "v": list, "t": number of the steps done}.
    Returns (w, state): a new list and a new dictionary; the old ones stay.
    """
    raise NotImplementedError
