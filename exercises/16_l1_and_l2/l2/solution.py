import numpy as np


def l2(params, lam):
    """The L2 penalty of a net, and its gradients.

    params is a list of pairs (W, b); biases are not in the penalty.
    Returns (penalty, grads): a number, and a list of pairs (dW, db) for the same
    layers.
    """
    penalty = lam / 2 * sum(np.sum(W**2) for W, b in params)
    grads = [(lam * W, np.zeros_like(b)) for W, b in params]
    return penalty, grads
