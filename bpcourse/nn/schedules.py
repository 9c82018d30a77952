"""Schedules: learning rates that change during training. A schedule is any function of t.

    t   the number of steps done, from 0        lr  the learning rate of the next step

Every optimizer takes one in place of a number:  SGD(Cosine(0.1, steps=1000)). ValueError is raised
for a rate that is not positive and finite, for less than 1 step, and for a t below 0.
"""

import math

from .settings import require_count, require_number, shown


class Schedule:
    """The base of the schedules here: t is checked, and the text could be typed back."""

    def __call__(self, t):
        """Return the rate of the next step, after t steps."""
        return self.rate(require_number("t", t, "the number of steps that are done", at_least=0))

    def rate(self, t):
        """Return the same for a t that has been checked: the formula."""
        raise NotImplementedError

    def __repr__(self):
        facts = ", ".join(f"{name}={value:g}" for name, value in vars(self).items())
        return f"{type(self).__name__}({facts})"


class Constant(Schedule):
    """lr, always."""

    def __init__(self, lr):
        self.lr = require_rate(lr)

    def rate(self, t):
        return self.lr

    def __str__(self):
        return f"{self.lr:g}"


class StepDecay(Schedule):
    """lr factor^k after k times `every` steps: a staircase. The factor is above 0 and at most 1.

    >>> [bp.StepDecay(0.1, factor=0.5, every=2)(t) for t in range(5)]
    [0.1, 0.1, 0.05, 0.05, 0.025]
    """

    def __init__(self, lr, factor, every):
        self.lr, self.factor = require_rate(lr), require_factor(factor)
        self.every = require_count("every", every, "how many steps one stair lasts")

    def rate(self, t):
        return self.lr * self.factor ** (t // self.every)


class ExponentialDecay(Schedule):
    """lr factor^t: the same part is lost in every step. The factor is above 0 and at most 1."""

    def __init__(self, lr, factor):
        self.lr, self.factor = require_rate(lr), require_factor(factor)

    def rate(self, t):
        return self.lr * self.factor**t


class Cosine(Schedule):
    """floor + (lr - floor) (1 + cos(pi t / steps)) / 2, and from `steps` on the floor.

    The floor is between 0 and lr. Source: Loshchilov and Hutter, "SGDR" (2017), equation 5, without
    restarts.
    """

    def __init__(self, lr, steps, floor=0.0):
        self.lr = require_rate(lr)
        self.steps = require_count("steps", steps, "how many steps the way down takes")
        self.floor = require_floor(floor, self.lr)

    def rate(self, t):
        return half_cosine(self.lr, self.floor, t / self.steps)


class WarmupCosine(Schedule):
    """A straight line up to lr in `warmup` steps, then a cosine down to the floor at `steps`.

    The first step has the rate lr / warmup. The floor is between 0 and lr. Source for the warm-up:
    Goyal and others, "Accurate, large minibatch SGD" (2017).
    """

    def __init__(self, lr, warmup, steps, floor=0.0):
        self.lr = require_rate(lr)
        self.warmup = require_count("warmup", warmup, "how many steps the way up takes")
        self.steps = require_count("steps", steps, "how many steps there are, the way up included")
        self.floor = require_floor(floor, self.lr)
        if steps <= warmup:
            raise ValueError(
                f"The warm-up takes {warmup} steps, but there are {steps} in all.\n"
                "Make it shorter: afterwards the rate has to come down."
            )

    def rate(self, t):
        if t < self.warmup:
            return self.lr * (t + 1) / self.warmup
        return half_cosine(self.lr, self.floor, (t - self.warmup) / (self.steps - self.warmup))


class OneCycle(Schedule):
    """From lr / 25 up to lr in the first part of the steps, then down to lr / 25 / 10000.

    Both ways are half a cosine. `rising` is the part of the steps on the way up, above 0 and at
    most 1. Source: Smith and Topin, "Super-convergence" (2019), in the form of PyTorch.
    """

    def __init__(self, lr, steps, rising=0.3):
        self.lr = require_rate(lr)
        self.steps = require_count("steps", steps, "how many steps the cycle takes")
        meaning = "the part of the steps on the way up"
        self.rising = require_number("rising", rising, meaning, above=0, at_most=1)

    def rate(self, t):
        start, end = self.lr / 25, self.lr / 25 / 10_000
        top, last = self.rising * self.steps - 1, self.steps - 1
        if t <= top:
            return half_cosine(start, self.lr, t / top if top else 1)
        return half_cosine(self.lr, end, (t - top) / (last - top) if t < last else 1)


def half_cosine(start, end, part):
    """Half a cosine from `start`, where part <= 0, to `end`, where part >= 1."""
    part = min(max(part, 0.0), 1.0)
    return end + (start - end) * (1 + math.cos(math.pi * part)) / 2


def require_rate(lr):
    """The rate as a float; raise ValueError unless it is a positive, finite number."""
    try:
        return require_number("lr", lr, "the learning rate", above=0)
    except ValueError:
        raise ValueError(
            f"The learning rate must be a positive number, but it is {shown(lr)}.\n"
            "The minus sign of the update is already in the formula."
        ) from None


def require_factor(factor):
    """The factor as a float; raise ValueError unless it is above 0 and at most 1."""
    meaning = "what is left of the rate, as a part of it"
    return require_number("factor", factor, meaning, above=0, at_most=1)


def require_floor(floor, lr):
    """The floor as a float; raise ValueError unless it is between 0 and lr."""
    return require_number("floor", floor, "the lowest rate", at_least=0, at_most=lr)
