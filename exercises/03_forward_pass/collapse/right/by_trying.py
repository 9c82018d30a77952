"""Right: what the two layers make of zeros is b, and of each unit vector a row of W."""

import numpy as np


def collapse(W1, b1, W2, b2):
    def both(X):
        return (X @ W1 + b1) @ W2 + b2

    b = both(np.zeros((1, len(W1))))[0]
    return both(np.eye(len(W1))) - b, b
