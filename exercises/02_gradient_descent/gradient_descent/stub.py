import numpy as np


def gradient_descent(grad_fn, w0, lr, steps):
    """The places on the way downhill: an array (steps + 1, n_w), first row w0.

    grad_fn(w) is the gradient at w. w0 (n_w,) stays as it is.
    """
    raise NotImplementedError
