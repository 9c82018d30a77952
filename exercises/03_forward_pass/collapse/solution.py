import numpy as np


def collapse(W1, b1, W2, b2):
    """The one layer (W, b) that does what two linear layers do in a row.

    W1 (n_in, n_hidden), b1 (n_hidden,), W2 (n_hidden, n_out), b2 (n_out,).
    """
    W = W1 @ W2  # (n_in, n_hidden) @ (n_hidden, n_out)
    b = b1 @ W2 + b2  # the first bias goes through the second layer
    return W, b
