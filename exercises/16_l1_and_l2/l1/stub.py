import numpy as np


def l1(params, lam):
    """The L1 penalty of a net, and its gradients.

    params is a list of pairs (W, b); biases are not in the penalty.
    Returns (penalty, grads): a number, and a list of pairs (dW, db) for the same
    layers.
    """
    raise NotImplementedError
