"""Clipping: bound the gradients, so that a single very large one does not undo the training.

    dw  the gradient of each array that learns        norm  sqrt(sum of dw^2), over all of them

A limit must be a positive number; ValueError is raised otherwise.
"""

import math

import numpy as np

from .parameters import gradient, length, parameters
from .settings import require_methods, require_number


def global_norm(net):
    """The length of all gradients of `net` together:  sqrt(sum of dw^2)."""
    return length(map(gradient, parameters(net)))


def clip_by_norm(net, max_norm):
    """Shorten all gradients by the same factor, so that their global norm is at most `max_norm`.

    The direction stays. Returns the norm before; where it is not finite, nothing is shortened.
    Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks"
    (2013).
    """
    max_norm = require_number("max_norm", max_norm, "the longest gradient allowed", above=0)
    norm = global_norm(net)
    if max_norm < norm < math.inf:
        for w in parameters(net):
            w.grad = gradient(w) * (max_norm / norm)
    return norm


def clip_by_value(net, limit):
    """Cut every number of every gradient to between -limit and limit. This may turn the gradient.

    Returns the global norm before.
    """
    limit = require_number("limit", limit, "the largest size of one number", above=0)
    norm = global_norm(net)
    for w in parameters(net):
        w.grad = np.clip(gradient(w), -limit, limit)
    return norm


class Clipped:
    """An optimizer that clips before each of its steps: Clipped(SGD(0.1), max_norm=1).

    It takes one of the two limits: `max_norm`, or `limit` for each number by itself. The attribute
    `norm` is the norm before the last clipping.
    """

    def __init__(self, optimizer, *, max_norm=None, limit=None):
        if (max_norm is None) == (limit is None):
            given = 0 if limit is None else 2
            raise ValueError(
                f"Clipped got {given} limits.\n"
                "It takes one: max_norm for the whole gradient, or limit for each number."
            )
        self.optimizer = require_methods("optimizer", optimizer, "step")
        self.max_norm = self.limit = None
        if limit is None:
            meaning = "the longest gradient allowed"
            self.max_norm = require_number("max_norm", max_norm, meaning, above=0)
        else:
            self.limit = require_number("limit", limit, "the largest size of one number", above=0)

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
