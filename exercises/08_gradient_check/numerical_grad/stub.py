import numpy as np


def numerical_grad(f, w, h):
    """The slope of the number f(w) along each number of w: an array like w.

    Central differences with the nudge h. w stays as it is.
    """
    raise NotImplementedError
