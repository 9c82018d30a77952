import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    """The places on the way downhill: an array (steps + 1, d), first row w0.

    grad_fn(w) is the gradient at w. w0 (d,) stays as it is.
    """
    raise NotImplementedError
