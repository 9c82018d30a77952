import numpy as np


def softmax_ce_grad(Z, y):
    """The derivative of the cross-entropy with respect to the logits: dZ (n, k).

    Z (n, k) are logits, y (n,) integer labels; the loss is a mean over the samples.
    """
    n, k = Z.shape
    E = np.exp(Z - Z.max(axis=1, keepdims=True))  # (n, k)
    probabilities = E / E.sum(axis=1, keepdims=True)
    one_hot = np.eye(k)[y]  # (n, k)
    return (probabilities - one_hot) / n
