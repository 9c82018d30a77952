"""Optimizers: what to do with a gradient. An optimizer is anything with `step(net)`.

w  one learning array        dw  its gradient, set by `backward`, with w's shape
"""

import math

from .parameters import parameters


class SGD:
    """Gradient descent:  w <- w - learning_rate * dw.

    With the gradient of all samples it is (full-batch) gradient descent; with that of a few,
    stochastic gradient descent. Raises ValueError unless the learning rate is a positive, finite
    number. Source: Robbins and Monro, "A Stochastic Approximation Method" (1951).
    """

    def __init__(self, learning_rate):
        if not 0 < learning_rate < math.inf:
            raise ValueError(
                f"The learning rate must be a positive number, but it is {learning_rate}.\n"
                "The minus sign of the update is already in the formula."
            )
        self.learning_rate = learning_rate

    def step(self, net):
        for w in parameters(net):
            w.value = w.value - self.learning_rate * w.grad

    def __repr__(self):
        return f"SGD({self.learning_rate:g})"
