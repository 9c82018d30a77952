import numpy as np


def l1(params, lam):
    """The L1 penalty of a net, and its gradients.

    params is a list of pairs (W, b); biases are not in the penalty.
    Returns (penalty, grads): a number, and a list of pairs (dW, db) for the same
    layers.
    """
    penalty = lam * sum(np.sum(np.abs(W)) for W, b in params)
    grads = [(lam * np.sign(W), np.zeros_like(b)) for W, b in params]
    return penalty, grads
