"""Regularization: what keeps a network from learning noise, and its steps from growing too long.

    W   (n_in, n_out)  each matrix of weights; biases are free        dW  its gradient

Penalties pull weights towards 0. Clipping bounds the gradients. Early stopping ends the training in
time, and gives back the best weights. How strong any of it is must be a positive number; ValueError
is raised otherwise.
"""

import math

import numpy as np

from .parameters import parameters, statistics, weights


class L2:
    """penalty = lam / 2 * sum of W^2        dW <- dW + lam W

    Every weight shrinks by a part of itself. Source: Krogh and Hertz, "A simple weight decay can
    improve generalization" (1991).
    """

    def __init__(self, lam):
        self.lam = _positive("lam", lam)

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
        self.lam = _positive("lam", lam)

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


def global_norm(net):
    """The length of all gradients of `net` together:  sqrt(sum of dw^2)."""
    return math.sqrt(sum(float(np.sum(w.grad**2)) for w in parameters(net)))


def clip_by_norm(net, max_norm):
    """Shorten all gradients by the same factor, so that their global norm is at most `max_norm`.

    The direction stays. Returns the norm before. Source: Pascanu, Mikolov and Bengio, "On the
    difficulty of training recurrent neural networks" (2013), algorithm 1.
    """
    _positive("max_norm", max_norm)
    norm = global_norm(net)
    if norm > max_norm:
        for w in parameters(net):
            w.grad = w.grad * (max_norm / norm)
    return norm


def clip_by_value(net, limit):
    """Cut every number of every gradient to between -limit and limit. The direction may change.

    Returns the global norm before.
    """
    _positive("limit", limit)
    norm = global_norm(net)
    for w in parameters(net):
        w.grad = np.clip(w.grad, -limit, limit)
    return norm


class Clipped:
    """An optimizer that clips before each of its steps: Clipped(SGD(0.1), max_norm=1).

    It takes one of the two limits: `max_norm`, or `limit` for each number by itself. `norm` is the
    one before the last clipping.
    """

    def __init__(self, optimizer, *, max_norm=None, limit=None):
        if (max_norm is None) == (limit is None):
            raise ValueError("Clip by max_norm or by limit: give exactly one of the two.")
        self.optimizer, self.max_norm, self.limit = optimizer, max_norm, limit

    @property
    def learning_rate(self):
        return self.optimizer.learning_rate

    def step(self, net):
        if self.limit is None:
            self.norm = clip_by_norm(net, self.max_norm)
        else:
            self.norm = clip_by_value(net, self.limit)
        self.optimizer.step(net)

    def __repr__(self):
        how = f"limit={self.limit:g}" if self.max_norm is None else f"max_norm={self.max_norm:g}"
        return f"Clipped({self.optimizer}, {how})"


class EarlyStopping:
    """Stop when the validation loss has not fallen by more than `min_delta` in `patience` updates.

        for loss in epochs(...):
            if stopping.update(validation_loss, net):
                break
        stopping.restore(net)                                   # the weights that were best

    Source: Prechelt, "Early stopping - but when?" (1998).
    """

    def __init__(self, patience=10, min_delta=0.0):
        if patience < 1:
            raise ValueError(
                f"patience counts updates without progress, at least 1, but it is {patience}."
            )
        self.patience, self.min_delta = patience, min_delta
        self.best, self.waited, self.updates, self.best_update = math.inf, 0, 0, None

    def update(self, loss, net):
        """Note one validation loss; returns True when it is time to stop."""
        self.updates += 1
        if loss < self.best - self.min_delta:
            self.best, self.best_update, self.waited = loss, self.updates, 0
            self.kept = [array.value.copy() for array in parameters(net) + statistics(net)]
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, net):
        """Give `net` the arrays that it had at the best update. Raises RuntimeError without one."""
        if self.best_update is None:
            raise RuntimeError(
                "There is nothing to restore: no update has had a loss that is a number.\n"
                "Call update(validation_loss, net) after each epoch."
            )
        for array, kept in zip(parameters(net) + statistics(net), self.kept, strict=True):
            array.value = kept.copy()

    def __repr__(self):
        return f"EarlyStopping({self.patience}, {self.min_delta:g})"


def _positive(name, number):
    if not 0 < number < math.inf:
        raise ValueError(f"{name} must be a positive number, but it is {number}.")
    return number
