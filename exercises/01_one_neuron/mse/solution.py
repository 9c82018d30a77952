import numpy as np


def mse(y_hat, y):
    """The mean squared error of predictions and right answers.

    y_hat and y: (n,), (n, 1) or (n, k); a column (n, 1) may meet a flat (n,).
    Returns one number.
    """
    e = np.ravel(y_hat) - np.ravel(y)  # (n,) each beside its own answer
    return np.mean(e**2)
