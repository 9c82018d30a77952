"""Range test: increase the learning rate from step to step, and see where the loss explodes.

rates, losses (steps,)    the rate of each step, and the loss of its batch before the step
"""

import copy
import math
from typing import NamedTuple

import numpy as np

from .arrays import require_array
from .batches import batches
from .network import backward_without_dX
from .settings import require_count, require_methods, require_number

EXPLODED = 1.5  # times the lowest loss so far


class RangeTest(NamedTuple):
    """The result of a range test, up to the step at which the loss exploded."""

    rates: np.ndarray  # (steps,)
    losses: np.ndarray  # (steps,)
    smoothed: np.ndarray  # (steps,), the running mean of the losses
    limit: float  # the last rate before the loss exploded


def lr_range_test(
    net,
    loss,
    optimizer,
    X,
    targets,
    *,
    rng,
    low=1e-5,
    high=10.0,
    steps=100,
    batch_size=32,
    smoothing=0.8,
) -> RangeTest:
    """Train a copy of `net` for some steps, each with a larger rate, from `low` to `high`.

    `optimizer` is a function that makes one from a schedule: `bp.Adam`, or
    `lambda schedule: bp.Momentum(schedule, beta=0.95)`. Every step sees another batch, so the loss
    is smoothed:  mean <- smoothing mean + (1 - smoothing) loss. The test ends when this mean is 1.5
    times its lowest value so far, or not finite. The limit is the last rate before that, or the
    largest rate if it never happens. A good rate for training is well below the limit: try a tenth
    of it first. `net` itself is not changed.

    Source: Smith, "Cyclical learning rates for training neural networks" (2017), there with another
    way to read the curve.
    """
    require_methods("net", net, "forward", "backward")
    low = require_number("low", low, "the first rate", above=0)
    high = require_number("high", high, "the last rate, above the first one", above=low)
    steps = require_count("steps", steps, "how many rates are tried", at_least=2)
    size = require_count("batch_size", batch_size, "how many samples a batch holds")
    size = min(size, max(1, len(require_array("X", X))))
    meaning = "the part of the running mean that is kept"
    smoothing = require_number("smoothing", smoothing, meaning, at_least=0, below=1)
    net = copy.deepcopy(net)
    rates = np.geomspace(low, high, steps)
    if not callable(optimizer):
        raise TypeError(
            f"optimizer is {optimizer!r}, which has its rate already.\n"
            "Hand over what makes one from a schedule: bp.Adam, and not bp.Adam(0.01)."
        )
    optimizer = require_methods("optimizer", optimizer(lambda t: rates[t]), "step")
    losses, smoothed, lowest = [], [], math.inf
    with np.errstate(all="ignore"):  # it is meant to explode
        for X_batch, targets_batch in _endless(X, targets, size, rng):
            L = loss.forward(net.forward(X_batch), targets_batch)
            mean = smoothing * smoothed[-1] + (1 - smoothing) * L if smoothed else L
            losses.append(L)
            smoothed.append(mean)
            lowest = min(lowest, mean)
            if len(losses) == steps or not mean <= EXPLODED * lowest:
                break
            backward_without_dX(net, loss.backward())
            optimizer.step(net)
    exploded = not smoothed[-1] <= EXPLODED * lowest
    limit = rates[max(0, len(losses) - 1 - exploded)]
    return RangeTest(rates[: len(losses)], np.array(losses), np.array(smoothed), float(limit))


def _endless(X, targets, size, rng):
    """Batches of that size, without end."""
    while True:
        yield from batches(X, targets, size, rng=rng, rest="drop")
