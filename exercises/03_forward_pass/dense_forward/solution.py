import numpy as np


def dense_forward(X, W, b):
    """The sums Z (n, n_out) of a dense layer.

    X (n, n_in), W (n_in, n_out), b (n_out,).
    """
    return X @ W + b  # (n, n_in) @ (n_in, n_out); b is added to every row
