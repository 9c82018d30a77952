"""Regularization: penalties that pull weights towards 0, so that less of the noise is learned.

    W   (n_in, n_out)  each matrix of weights; biases are free        dW  its gradient

How strong a penalty is must be a positive number; ValueError is raised otherwise.
"""

import math

import numpy as np

from .parameters import weights


class L2:
    """penalty = lam / 2 * sum of W^2        dW <- dW + lam W

    Every weight shrinks by a part of itself. Source: Krogh and Hertz, "A simple weight decay can
    improve generalization" (1991).
    """

    def __init__(self, lam):
        self.lam = require_positive("lam", lam)

    def forward(self, net):
        """What is added to the loss."""
        return self.lam / 2 * sum(float(np.sum(W.value**2)) for W in weights(net))

    def backward(self, net):
        """Add to every dW what the penalty contributes. Call it after the network's `backward`."""
        for W in weights(net):
            W.grad = W.grad + self.lam * W.value

    def __repr__(self):
        return f"L2({self.lam:g})"


class L1:
    """penalty = lam * sum of |W|        dW <- dW + lam sign(W), where sign(0) = 0

    Every weight shrinks by the same amount, down to 0. Source: Tibshirani, "Regression shrinkage
    and selection via the lasso" (1996).
    """

    def __init__(self, lam):
        self.lam = require_positive("lam", lam)

    def forward(self, net):
        """What is added to the loss."""
        return self.lam * sum(float(np.sum(np.abs(W.value))) for W in weights(net))

    def backward(self, net):
        """Add to every dW what the penalty contributes. Call it after the network's `backward`."""
        for W in weights(net):
            W.grad = W.grad + self.lam * np.sign(W.value)

    def __repr__(self):
        return f"L1({self.lam:g})"


def soft_threshold(w, t):
    """Move every number by t towards 0, and stop there:  sign(w) max(|w| - t, 0).

    It is the step of L1 that arrives at exact zeros; w is an array of any shape.
    Source: Donoho, "De-noising by soft-thresholding" (1995).

    >>> bp.soft_threshold(np.array([-3.0, 0.5, 2.0]), 1.0)
    array([-2.,  0.,  1.])
    """
    return np.sign(w) * np.maximum(np.abs(w) - t, 0)


def require_positive(name, number):
    """Raise ValueError unless it is a positive, finite number; else return it."""
    if not 0 < number < math.inf:
        raise ValueError(f"{name} must be a positive number, but it is {number}.")
    return float(number)  # a number of NumPy would turn float32 into float64
