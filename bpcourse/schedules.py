"""Schedules: how large a step may be, and when. A schedule is any function of t.

    t   the number of steps that have been done, from 0        lr  the rate of the next one

Every optimizer takes one in place of a number:  SGD(Cosine(0.1, steps=1000)). ValueError is raised
for a rate that is not positive and finite, and for less than 1 step.
"""

import math


class Schedule:
    """What the schedules here share: a text that could be typed back."""

    def __call__(self, t):
        """The rate of the next step, after t of them."""
        raise NotImplementedError

    def __repr__(self):
        facts = ", ".join(f"{name}={value:g}" for name, value in vars(self).items())
        return f"{type(self).__name__}({facts})"


class Constant(Schedule):
    """lr, always. Raises ValueError unless it is a positive, finite number."""

    def __init__(self, lr):
        require_rate(lr)
        self.lr = lr

    def __call__(self, t):
        return self.lr

    def __str__(self):
        return f"{self.lr:g}"


class StepDecay(Schedule):
    """lr factor^k after k times `every` steps: stairs.

    >>> [bp.StepDecay(0.1, factor=0.5, every=2)(t) for t in range(5)]
    [0.1, 0.1, 0.05, 0.05, 0.025]
    """

    def __init__(self, lr, factor, every):
        require_rate(lr)
        require_steps("every", every)
        self.lr, self.factor, self.every = lr, factor, every

    def __call__(self, t):
        return self.lr * self.factor ** (t // self.every)


class ExponentialDecay(Schedule):
    """lr factor^t: the same part of it is lost in every step."""

    def __init__(self, lr, factor):
        require_rate(lr)
        self.lr, self.factor = lr, factor

    def __call__(self, t):
        return self.lr * self.factor**t


class Cosine(Schedule):
    """floor + (lr - floor) (1 + cos(pi t / steps)) / 2, and then the floor.

    Source: Loshchilov and Hutter, "SGDR" (2017), equation 5, without restarts.
    """

    def __init__(self, lr, steps, floor=0.0):
        require_rate(lr)
        require_steps("steps", steps)
        self.lr, self.steps, self.floor = lr, steps, floor

    def __call__(self, t):
        return between(self.lr, self.floor, t / self.steps)


class WarmupCosine(Schedule):
    """A straight line up to lr in `warmup` steps, then a cosine down to the floor at `steps`.

    Source: Goyal and others, "Accurate, large minibatch SGD" (2017), section 2.2, for the warm-up.
    """

    def __init__(self, lr, warmup, steps, floor=0.0):
        require_rate(lr)
        require_steps("warmup", warmup)
        if steps <= warmup:
            raise ValueError(
                f"The warm-up takes {warmup} steps, but there are {steps} in all.\n"
                "Make it shorter: afterwards the rate has to come down."
            )
        self.lr, self.warmup, self.steps, self.floor = lr, warmup, steps, floor

    def __call__(self, t):
        if t < self.warmup:
            return self.lr * (t + 1) / self.warmup  # the first step moves, too
        return between(self.lr, self.floor, (t - self.warmup) / (self.steps - self.warmup))


class OneCycle(Schedule):
    """From lr / 25 up to lr in the first part of the steps, then down to almost nothing.

    Both ways are half a cosine; the last step has the rate lr / 25 / 10000.
    Source: Smith and Topin, "Super-convergence" (2019), in the form that PyTorch gave it.
    """

    def __init__(self, lr, steps, rising=0.3):
        require_rate(lr)
        require_steps("steps", steps)
        self.lr = lr
        self.steps = steps
        self.rising = rising  # which part of the steps

    def __call__(self, t):
        start, end = self.lr / 25, self.lr / 25 / 10_000
        top, last = self.rising * self.steps - 1, self.steps - 1
        if t <= top:
            return between(start, self.lr, t / top if top else 1)
        return between(self.lr, end, (t - top) / (last - top) if t < last else 1)


def between(start, end, part):
    """Half a cosine from `start`, where part = 0, to `end`, where part = 1 and ever after."""
    part = min(max(part, 0.0), 1.0)
    return end + (start - end) * (1 + math.cos(math.pi * part)) / 2


def require_rate(lr):
    """Raise ValueError unless lr is a positive, finite number."""
    if not 0 < lr < math.inf:
        raise ValueError(
            f"The learning rate must be a positive number, but it is {lr}.\n"
            "The minus sign of the update is already in the formula."
        )


def require_steps(name, steps):
    """Raise ValueError unless it is a positive number of steps."""
    if steps < 1:
        raise ValueError(f"{name} counts steps and must be at least 1, but it is {steps}.")
