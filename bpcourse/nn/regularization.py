"""Regularization: penalties that pull weights towards 0, so that less of the noise is learned.

    W   (n_in, n_out)  each matrix of weights; biases are left alone        dW  its gradient

The strength lam of a penalty is a positive number; ValueError is raised otherwise.
"""

import numpy as np

from .arrays import as_floats
from .parameters import gradient, weights
from .settings import require_methods, require_number


class Penalty:
    """The base of the penalties here: a strength `lam`, a positive number."""

    def __init__(self, lam):
        self.lam = require_number("lam", lam, "the strength of the penalty", above=0)

    def forward(self, net):
        """Return what is added to the loss."""
        raise NotImplementedError

    def backward(self, net):
        """Add the gradient of the penalty to every dW. Call it after the network's `backward`."""
        raise NotImplementedError

    def __repr__(self):
        return f"{type(self).__name__}({self.lam:g})"


class L2(Penalty):
    """penalty = lam / 2 * sum of W^2        dW <- dW + lam W

    Every weight shrinks by a part of itself. Source: Krogh and Hertz, "A simple weight decay can
    improve generalization" (1991).
    """

    def forward(self, net):
        return self.lam / 2 * sum(float(np.sum(W.value**2)) for W in weights(net))

    def backward(self, net):
        for W in weights(net):
            W.grad = gradient(W) + self.lam * W.value


class L1(Penalty):
    """penalty = lam * sum of |W|        dW <- dW + lam sign(W), where sign(0) = 0

    Every weight is pulled towards 0 by the same amount. A small one does not arrive there: it hops
    from one side to the other. For exact zeros see SoftThresholded. Source: Tibshirani, "Regression
    shrinkage and selection via the lasso" (1996).
    """

    def forward(self, net):
        return self.lam * sum(float(np.sum(np.abs(W.value))) for W in weights(net))

    def backward(self, net):
        for W in weights(net):
            W.grad = gradient(W) + self.lam * np.sign(W.value)


def soft_threshold(w, t):
    """Move every number towards 0 by t, and not beyond 0:  sign(w) max(|w| - t, 0).

    Unlike a step along the gradient of L1, it arrives at exact zeros. w is a number or an array of
    any shape, t a number of at least 0. Source: Donoho, "De-noising by soft-thresholding" (1995).

    >>> bp.soft_threshold(np.array([-3.0, 0.5, 2.0]), 1.0)
    array([-2.,  0.,  1.])
    """
    w = as_floats("w", w)
    t = require_number("t", t, "how far every number moves", at_least=0)
    return np.sign(w) * np.maximum(np.abs(w) - t, 0)


class SoftThresholded:
    """An optimizer that sets small weights to exactly 0: SoftThresholded(SGD(0.1), lam=0.01).

    After each of its steps every weight moves towards 0 by lr lam, and not beyond 0; biases are
    left alone. With SGD this finds the minimum of  loss + lam * sum of |W|,  as L1 means it
    (proximal gradient descent). Source: Daubechies, Defrise and De Mol, "An iterative thresholding
    algorithm for linear inverse problems with a sparsity constraint" (2004).
    """

    def __init__(self, optimizer, *, lam):
        self.optimizer = require_methods("optimizer", optimizer, "step")
        self.lam = require_number("lam", lam, "the strength of the penalty", above=0)

    @property
    def learning_rate(self):
        return self.optimizer.learning_rate

    def step(self, net):
        lr = self.learning_rate  # of this step; afterwards it is that of the next one
        self.optimizer.step(net)
        for W in weights(net):
            W.value = soft_threshold(W.value, lr * self.lam)

    def __repr__(self):
        return f"SoftThresholded({self.optimizer}, lam={self.lam:g})"
