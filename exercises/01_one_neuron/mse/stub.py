import numpy as np


def mse(y_hat, y):
    """The mean squared error of predictions and right answers.

    y_hat and y: (n,), (n, 1) or (n, k); a column (n, 1) may meet a flat (n,).
    Returns one number.
    """
    raise NotImplementedError
