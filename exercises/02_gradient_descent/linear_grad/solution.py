import numpy as np


def linear_grad(X, y, w, b):
    """The gradient of the mean squared error of X w + b with respect to w and b.

    X (n, n_in), y (n,), w (n_in,), b a number.
    Returns dw (n_in,) and db, a number.
    """
    e = X @ w + b - y  # (n,) how far each prediction is off
    dw = 2 / len(y) * X.T @ e  # (n_in,) each error, times its input
    db = 2 * np.mean(e)  # the input of the bias is 1
    return dw, db
