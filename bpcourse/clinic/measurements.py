"""Measurements: all that is measured of a run, as plain numbers.

Sizes of numbers are counted in powers of ten, since a sick run may be off by many of them.
"""

from dataclasses import dataclass

import numpy as np

from ..nn.layers import Dense, predict
from ..nn.parameters import length
from .training_run import ACTIVATIONS, Run

EDGES = 10.0 ** np.arange(-4, 4.1, 0.5)  # of the sizes that are counted; 0 is in the first bin
ALONE, STEPS = 20, 200  # digits that are learned by heart, and in how many steps


@dataclass(frozen=True)
class Look:
    """What is seen in a net at one moment, layer by layer."""

    norms: np.ndarray  # (layers,) of the gradient, on all digits that are learned
    silent: np.ndarray  # (hidden,) the share of units that are 0 for all of them
    weights: np.ndarray  # (layers, bins) the share of weights of each size
    outputs: np.ndarray  # (hidden, bins) the same for what the hidden units answer


@dataclass(frozen=True)
class Record:
    """What was measured of a run."""

    steps: np.ndarray  # (steps,) the loss of each step
    train: np.ndarray  # (epochs + 1,) the loss on the digits that are learned
    validation: np.ndarray  # (epochs + 1,)
    right: tuple  # the shares that are read right in the end: learned, validation, new digits
    start: Look
    end: Look
    by_heart: float  # the loss on 20 digits, after 200 steps with these alone; it may be nan

    def case(self):
        """What a doctor is given, as a dictionary; norms and silent have a row for each look."""
        looks = self.start, self.end
        return {
            "train": self.train,
            "validation": self.validation,
            "right": np.array(self.right),
            "norms": np.array([look.norms for look in looks]),  # (2, layers)
            "silent": np.array([look.silent for look in looks]),  # (2, hidden)
            "by_heart": self.by_heart,
        }


def examined(settings, seed):
    """The Record of a run with these settings."""
    run = Run(settings, seed)
    start = look(run)
    while not run.is_over:
        run.epoch()
    return Record(
        *map(np.array, (run.steps, run.train, run.validation)),
        right=tuple(map(run.right, (run.learned, run.held_out, run.new))),
        start=start,
        end=look(run),
        by_heart=by_heart(settings, seed)[-1],
    )


def look(run):
    """The Look at a run's net as it is now."""
    X, y = run.learned
    dense = [layer for layer in run.net.layers if isinstance(layer, Dense)]
    with np.errstate(all="ignore"):
        run.loss.forward(run.net.forward(X), y)
        run.backward()
        outputs, Y = [], X
        for layer in run.net.layers:
            Y = predict(layer, Y)
            if isinstance(layer, tuple(ACTIVATIONS.values())):
                outputs.append(Y)
        return Look(
            norms=np.array([length([layer.dW, layer.db]) for layer in dense]),
            silent=np.array([np.mean(np.all(Y == 0, axis=0)) for Y in outputs]),
            weights=np.array([sizes(layer.W) for layer in dense]),
            outputs=np.array([sizes(Y) for Y in outputs]),
        )


def sizes(numbers):
    """The share of the numbers in each bin of sizes (bins,). What is no number is very large."""
    large = np.nan_to_num(np.abs(numbers), nan=np.inf)
    inside = np.clip(large, EDGES[0], EDGES[-1])
    return np.histogram(inside, EDGES)[0] / inside.size


def by_heart(settings, seed):
    """The losses on 20 of the digits that are learned, in 200 steps with all 20 at once.

    (steps + 1,), or fewer where the loss is no number any more.
    """
    run = Run(settings, seed)
    X, y = (part[:ALONE] for part in run.learned)
    losses = []
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            losses.append(run.loss.forward(run.net.forward(X), y))
            if not np.isfinite(losses[-1]):
                return np.array(losses)
            run.backward()
            run.optimizer.step(run.net)
        return np.append(losses, run.loss.forward(run.net.predict(X), y))
