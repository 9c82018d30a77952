import numpy as np


def nudged_grad(f, w, h=1e-6):
    """Central differences of the number f(w), for every element of w."""
    raise NotImplementedError
