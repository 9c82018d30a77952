import numpy as np


def grad_check(loss_fn, params, grads, h):
    """The largest error of each array of grads: a pair (of W, of b) for each layer.

    A claim from the slope to the left to the slope to the right has the error 0.
    """
    raise NotImplementedError
