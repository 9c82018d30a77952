"""Optimizers: what to do with a gradient. An optimizer is anything with `step(net)`.

    w   everything that learns        dw  (m,)  its gradient, set by `backward`, all in one row
    lr  the learning rate of this step, from the schedule        t  the number of this step, from 1

One row, because a formula on one long array is much faster than on many short ones.
"""

import math

import numpy as np

from .parameters import gather, parameters, subtract
from .schedules import Constant
from .shapes import ShapeError


class Optimizer:
    """w <- w - delta, where `delta` is the formula of the optimizer.

    The learning rate is a positive number, or a schedule: a function of the number of steps done.
    Raises ValueError for a rate that is none.
    """

    def __init__(self, learning_rate):
        self.schedule = learning_rate if callable(learning_rate) else Constant(learning_rate)
        self.t = 0

    @property
    def learning_rate(self):
        """That of the next step."""
        return self.schedule(self.t)

    def step(self, net):
        learning = parameters(net)
        dw = gather(w.grad for w in learning)
        self._refuse_another(net, dw)
        lr = float(self.learning_rate)  # a number of NumPy would turn float32 into float64
        self.t += 1
        subtract(self.delta(dw, lr, self.t), learning)

    def delta(self, dw, lr, t):
        """By how much every number of w becomes smaller. dw is a fresh array."""
        raise NotImplementedError

    def _refuse_another(self, net, dw):
        """What is remembered of one network means nothing for another one."""
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

    With the gradient of all samples it is (full-batch) gradient descent; with that of a few,
    stochastic gradient descent. Source: Robbins and Monro, "A Stochastic Approximation Method"
    (1951).
    """

    def delta(self, dw, lr, t):
        return lr * dw


class Momentum(Optimizer):
    """A heavy ball:  v <- beta v + dw,  w <- w - lr v.

    Where dw stays the same, v grows to dw / (1 - beta). (The damped form has (1 - beta) dw.)
    Source: Polyak, "Some methods of speeding up the convergence of iteration methods" (1964).
    """

    def __init__(self, learning_rate, beta=0.9):
        super().__init__(learning_rate)
        self.beta = beta
        self.v = 0.0

    def delta(self, dw, lr, t):
        self.v = self.beta * self.v + dw
        return lr * self.v


class Nesterov(Momentum):
    """A ball that looks ahead:  v <- beta v + dw,  w <- w - lr (dw + beta v).

    Source: Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and momentum
    in deep learning" (2013), in the form in which the gradient is taken where w is.
    """

    def delta(self, dw, lr, t):
        self.v = self.beta * self.v + dw
        return lr * (dw + self.beta * self.v)


class RMSprop(Optimizer):
    """A rate for each number:  s <- rho s + (1 - rho) dw^2,  w <- w - lr dw / (sqrt(s) + epsilon).

    Source: Hinton, "Neural networks for machine learning", lecture 6e (2012).
    """

    def __init__(self, learning_rate=0.01, rho=0.9, epsilon=1e-8):
        super().__init__(learning_rate)
        self.rho = rho
        self.epsilon = epsilon  # where s is 0
        self.s = 0.0

    def delta(self, dw, lr, t):
        self.s = self.rho * self.s + (1 - self.rho) * dw**2
        return lr * dw / (np.sqrt(self.s) + self.epsilon)


class Adam(Optimizer):
    """Momentum and a rate for each number, both corrected for having started at 0:

        m <- beta1 m + (1 - beta1) dw          m_hat = m / (1 - beta1^t)
        v <- beta2 v + (1 - beta2) dw^2        v_hat = v / (1 - beta2^t)
        w <- w - lr m_hat / (sqrt(v_hat) + epsilon)

    Source: Kingma and Ba, "Adam" (2015), algorithm 1.
    """

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        super().__init__(learning_rate)
        self.beta1, self.beta2 = beta1, beta2
        self.epsilon = epsilon  # where v is 0
        self.m = self.v = 0.0

    def delta(self, dw, lr, t):
        self.m *= self.beta1
        self.m += (1 - self.beta1) * dw
        dw *= dw
        self.v *= self.beta2
        self.v += (1 - self.beta2) * dw
        root = math.sqrt(1 - self.beta2**t)  # both corrections, in two numbers (section 2)
        lr *= root / (1 - self.beta1**t)
        return lr * self.m / (np.sqrt(self.v) + root * self.epsilon)


class AdamW(Adam):
    """Adam, with w <- w - lr decay w before it: the decay does not pass through the averages.

    Source: Loshchilov and Hutter, "Decoupled weight decay regularization" (2019), algorithm 2.
    """

    def __init__(
        self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, *, weight_decay=0.01
    ):
        super().__init__(learning_rate, beta1, beta2, epsilon)
        self.weight_decay = weight_decay

    def step(self, net):
        kept = 1 - self.learning_rate * self.weight_decay
        for w in parameters(net):
            w.value = kept * w.value
        super().step(net)
