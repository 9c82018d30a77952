"""Clipping: bound the gradients, so that one steep place does not throw everything away.

    dw  the gradient of each array that learns        norm  sqrt(sum of dw^2), over all of them

A limit must be a positive number; ValueError is raised otherwise.
"""

import math

import numpy as np

from .parameters import parameters
from .regularization import require_positive


def global_norm(net):
    """The length of all gradients of `net` together:  sqrt(sum of dw^2)."""
    return math.sqrt(sum(float(np.sum(w.grad**2)) for w in parameters(net)))


def clip_by_norm(net, max_norm):
    """Shorten all gradients by the same factor, so that their global norm is at most `max_norm`.

    The direction stays. Returns the norm before. Source: Pascanu, Mikolov and Bengio, "On the
    difficulty of training recurrent neural networks" (2013), algorithm 1.
    """
    max_norm = require_positive("max_norm", max_norm)
    norm = global_norm(net)
    if norm > max_norm:
        for w in parameters(net):
            w.grad = w.grad * (max_norm / norm)
    return norm


def clip_by_value(net, limit):
    """Cut every number of every gradient to between -limit and limit. The direction may change.

    Returns the global norm before.
    """
    limit = require_positive("limit", limit)
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
