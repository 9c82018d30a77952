import numpy as np


def softmax(Z):
    """The probabilities that belong to the logits Z (n, k), row by row: (n, k)."""
    shifted = Z - Z.max(axis=1, keepdims=True)  # (n, k), at most 0
    E = np.exp(shifted)
    return E / E.sum(axis=1, keepdims=True)
