"""Optimizers: how a gradient changes the weights. An optimizer is anything with `step(net)`.

    w   everything that learns        dw  (m,)  its gradient, set by `backward`, all in one row
    lr  the learning rate of this step, from the schedule        t  the number of this step, from 1

They are in one row because a formula on one long array is much faster than on many short arrays.
"""

import math

import numpy as np

from .parameters import apply_update, flatten, gradient, parameters
from .schedules import Constant
from .settings import require_number
from .shapes import ShapeError


class Optimizer:
    """w <- w - update, where `update` is the formula of the optimizer.

    The learning rate is a positive number, or a schedule: a function of the number of steps done,
    whose rates may also be 0. Raises ValueError for any other rate.
    """

    def __init__(self, learning_rate):
        self.schedule = learning_rate if callable(learning_rate) else Constant(learning_rate)
        self.t = 0

    @property
    def learning_rate(self):
        """The learning rate of the next step."""
        meaning = f"what the schedule gives for t = {self.t}, the rate of the next step"
        return require_number("lr", self.schedule(self.t), meaning, at_least=0)

    def step(self, net):
        learning = parameters(net)
        dw = flatten(map(gradient, learning))
        self._refuse_another(net, dw)
        lr = self.learning_rate
        self.t += 1
        apply_update(self.update(dw, lr, self.t), learning)

    def update(self, dw, lr, t):
        """Return the row (m,) to subtract from w. dw is made for this call and may be changed."""
        raise NotImplementedError

    def _refuse_another(self, net, dw):
        """Averages of the gradients of one network have no meaning for another one."""
        if self.t and dw.size != self.size:
            raise ShapeError(
                f"{self} has trained {self.size} numbers, but {net} has {dw.size}.\n"
                "Make a new optimizer for another network: this one remembers the first."
            )
        self.size = dw.size

    def __repr__(self):
        return f"{type(self).__name__}({self.schedule})"


class SGD(Optimizer):
    """Gradient descent:  w <- w - lr dw.

    With the gradient of all samples it is gradient descent; with that of some samples, stochastic
    gradient descent. Source: Robbins and Monro, "A Stochastic Approximation Method" (1951).
    """

    def update(self, dw, lr, t):
        return lr * dw


class Momentum(Optimizer):
    """A velocity, like that of a heavy ball:  v <- beta v + dw,  w <- w - lr v.

    Where dw stays the same, v grows to dw / (1 - beta). (The damped form has (1 - beta) dw.)
    beta is at least 0 and below 1.
    Source: Polyak, "Some methods of speeding up the convergence of iteration methods" (1964).
    """

    def __init__(self, learning_rate, beta=0.9):
        super().__init__(learning_rate)
        self.beta = _kept("beta", beta, "v")
        self.v = 0.0

    def update(self, dw, lr, t):
        self.v = self.beta * self.v + dw
        return lr * self.v


class Nesterov(Momentum):
    """A velocity that looks one step ahead:  v <- beta v + dw,  w <- w - lr (dw + beta v).

    Source: Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and momentum
    in deep learning" (2013), in the form in which the gradient is taken where w is.
    """

    def update(self, dw, lr, t):
        self.v = self.beta * self.v + dw
        return lr * (dw + self.beta * self.v)


class RMSprop(Optimizer):
    """A rate for each weight:  s <- rho s + (1 - rho) dw^2,  w <- w - lr dw / (sqrt(s) + epsilon).

    rho is at least 0 and below 1, epsilon above 0.
    Source: Hinton, "Neural networks for machine learning", lecture 6e (2012).
    """

    def __init__(self, learning_rate=0.01, rho=0.9, epsilon=1e-8):
        super().__init__(learning_rate)
        self.rho, self.epsilon = _kept("rho", rho, "s"), _epsilon(epsilon)
        self.s = 0.0

    def update(self, dw, lr, t):
        self.s = self.rho * self.s + (1 - self.rho) * dw**2
        return lr * dw / (np.sqrt(self.s) + self.epsilon)


class Adam(Optimizer):
    """Momentum and a rate for each weight, both corrected for their start at 0:

        m <- beta1 m + (1 - beta1) dw          m_hat = m / (1 - beta1^t)
        v <- beta2 v + (1 - beta2) dw^2        v_hat = v / (1 - beta2^t)
        w <- w - lr m_hat / (sqrt(v_hat) + epsilon)

    beta1 and beta2 are at least 0 and below 1, epsilon is above 0.
    Source: Kingma and Ba, "Adam" (2015), algorithm 1.
    """

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        super().__init__(learning_rate)
        self.beta1, self.beta2 = _kept("beta1", beta1, "m"), _kept("beta2", beta2, "v")
        self.epsilon = _epsilon(epsilon)
        self.m = self.v = 0.0

    def update(self, dw, lr, t):
        self.m *= self.beta1  # in place: for 235 000 weights a step is 8 % shorter
        self.m += (1 - self.beta1) * dw
        dw *= dw
        self.v *= self.beta2
        self.v += (1 - self.beta2) * dw
        root = math.sqrt(1 - self.beta2**t)  # sqrt(v_hat) is sqrt(v) / root
        lr *= root / (1 - self.beta1**t)  # so both corrections go into two plain numbers
        return lr * self.m / (np.sqrt(self.v) + root * self.epsilon)


class AdamW(Adam):
    """Adam, and before it w <- w - lr decay w: the decay does not pass through the averages.

    All that learns decays, biases too, which L1 and L2 leave alone. weight_decay is at least 0.
    Source: Loshchilov and Hutter, "Decoupled weight decay regularization" (2019), in the form of
    PyTorch, which multiplies the decay by the rate.
    """

    def __init__(
        self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, *, weight_decay=0.01
    ):
        super().__init__(learning_rate, beta1, beta2, epsilon)
        meaning = "the part of w, times the rate, that every step takes away"
        self.weight_decay = require_number("weight_decay", weight_decay, meaning, at_least=0)

    def step(self, net):
        kept = 1 - self.learning_rate * self.weight_decay
        for w in parameters(net):
            w.value = kept * w.value
        super().step(net)


def _kept(name, beta, average):
    meaning = f"the part of {average} that every step keeps"
    return require_number(name, beta, meaning, at_least=0, below=1)


def _epsilon(epsilon):
    meaning = "what keeps the divisor above 0 where a gradient is 0"
    return require_number("epsilon", epsilon, meaning, above=0)
