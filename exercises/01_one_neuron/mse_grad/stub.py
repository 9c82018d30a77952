import numpy as np


def mse_grad(y_hat, y):
    """The derivative of the mean squared error with respect to each prediction.

    y_hat (n,) or (n, k), y like it.
    Returns an array of the same shape.
    """
    raise NotImplementedError
