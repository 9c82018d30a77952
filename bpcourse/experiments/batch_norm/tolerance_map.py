"""Tolerance map: which first weights and which rates train a net, without batch norm and with it?

Each cell of the maps is one run, always from the same numbers: three spiral arms of 25 points, a
net of 2-32-...-32-3 with ReLU, and 100 steps with the whole batch. All runs together take some
seconds, so the maps are stored beside this file, in tolerance_map.csv. They are made anew by

    python -m bpcourse.experiments.batch_norm.tolerance_map

The run of the chosen cell is computed while one looks, and ends at the number of its cell.
"""

import csv
import itertools
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path as File

import numpy as np

from ...checking.mine import reference
from ...datasets import spirals
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import Row, Switch
from ..experiment import Experiment, in_slices
from ..scene import Axis, Boxes, Cells, Handle, Names, Panel, Path, Rule, Scene

SCALES = (0.03, 0.1, 0.3, 1.0, 3.0, 10.0)  # times He's first weights
RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
DEPTHS = (3, 6)  # hidden layers
WIDTH, SAMPLES, CLASSES, STEPS = 32, 75, 3, 100
CHANCE = float(np.log(CLASSES))  # the loss of a net that says the same for all classes
GOOD = 0.3  # below this loss a run is called trained
STORED = File(__file__).with_suffix(".csv")

CHALLENGE = Challenge(
    "Find a cell in which the net without batch norm ends clearly lower: at half the loss or less.",
    lambda state, data: data.is_last and data.without[-1] <= data.with_bn[-1] / 2,
    example={"scale": 10.0, "rate": 0.01},
)


@dataclass(frozen=True)
class Runs:
    """The losses of both nets, before the first step and after each of those that are done."""

    without: np.ndarray  # (steps + 1,)
    with_bn: np.ndarray  # (steps + 1,)
    is_last: bool


class ToleranceMap(Experiment):
    """Tolerance map: which first weights and rates train a net?"""

    scale = Row(1.0, "first weights, times He's", options=SCALES)
    rate = Row(0.1, "learning rate", options=RATES)
    depth = Switch(3, "hidden layers", options=DEPTHS)

    runs_on = ("bn_forward", "bn_backward")
    challenge = CHALLENGE
    shows = (
        Shows(
            {"depth": 6, "scale": 3.0},
            lambda state, data: (
                (state.depth, state.scale) == (6, 3.0)
                and min(stored()[6, "without"][SCALES.index(3.0)]) > 0.95 * CHANCE
                and max(stored()[6, "with"][SCALES.index(3.0)][1:]) < GOOD
            ),
        ),
    )

    def compute(self, state, bn_forward, bn_backward):
        pairs = [
            descend(state.scale, state.rate, state.depth),
            descend(state.scale, state.rate, state.depth, bn_forward, bn_backward),
        ]
        losses = [], []
        for step, is_time in in_slices(STEPS + 1):
            for run, told in zip(pairs, losses, strict=True):
                told.append(next(run))
            if is_time:
                yield Runs(*map(np.array, losses), is_last=step == STEPS)

    def scene(self, state, data):
        maps = stored()
        titles = [f"Loss {which} batch norm" for which in ("without", "with")]
        panels = (
            _with_handles(state, _map(state, maps[state.depth, "without"], titles[0], False)),
            _map(state, maps[state.depth, "with"], titles[1]),
            _curves(data),
        )
        readings = {"loss without": data.without, "loss with": data.with_bn}
        return Scene(panels, len(data.without), large=2, readings=readings)

    def describe(self, state, data, frame):
        without, with_bn = (stored()[state.depth, which] for which in ("without", "with"))
        told = (
            f"{state.depth} hidden layers: {np.sum(without < GOOD)} of {without.size} runs end"
            f" below {GOOD} without batch norm, and {np.sum(with_bn < GOOD)} with it."
        )
        losses = _loss(data.without[frame]), _loss(data.with_bn[frame])
        return f"{told} The chosen one, at step {frame}: {losses[0]} without, {losses[1]} with it."


def _loss(value):
    return say(value, 2) if np.isfinite(value) else "beyond all numbers"


# ---- the maths ----


@lru_cache(maxsize=1)
def points():
    """Three spiral arms, X (75, 2) and labels (75,)."""
    return spirals(SAMPLES, noise=0.05, rng=np.random.default_rng(0))


def first_weights(scale, depth):
    """Pairs (W, b): He's weights times `scale`, but for the last layer, which is as He has it."""
    rng, sizes = np.random.default_rng(100), [2, *[WIDTH] * depth, CLASSES]
    params = []
    for layer, (n_in, n_out) in enumerate(itertools.pairwise(sizes)):
        size = np.sqrt(2 / n_in) * (scale if layer < depth else 1.0)
        params.append((size * rng.normal(size=(n_in, n_out)), np.zeros(n_out)))
    return params


def descend(scale, lr, depth, bn_forward=None, bn_backward=None):
    """Yields the loss before each step, without end. What is no number any more stays so."""
    X, y = points()
    params = first_weights(scale, depth)
    norms = [(np.ones(WIDTH), np.zeros(WIDTH)) for _ in range(depth)]  # gamma and beta
    states = [(np.zeros(WIDTH), np.ones(WIDTH)) for _ in range(depth)]
    while True:
        inputs, caches = [X], []
        for layer, (W, b) in enumerate(params[:-1]):
            Z = inputs[-1] @ W + b
            if bn_forward:
                Z, states[layer], cache = bn_forward(Z, *norms[layer], states[layer], True)
                caches.append(cache)
            inputs.append(np.maximum(Z, 0))
        W, b = params[-1]
        loss, dZ = cross_entropy(inputs[-1] @ W + b, y)
        yield loss
        if not np.isfinite(loss):
            while True:
                yield np.nan
        for layer in range(depth, -1, -1):
            W, b = params[layer]
            dA = dZ @ W.T
            params[layer] = W - lr * inputs[layer].T @ dZ, b - lr * dZ.sum(axis=0)
            if layer:
                dZ = dA * (inputs[layer] > 0)
            if layer and bn_backward:
                gamma, beta = norms[layer - 1]
                dZ, dgamma, dbeta = bn_backward(dZ, gamma, caches[layer - 1])
                norms[layer - 1] = gamma - lr * dgamma, beta - lr * dbeta


def cross_entropy(Z, y):
    """The mean loss of the labels y, and its derivative with respect to the logits Z."""
    Z = Z - Z.max(axis=1, keepdims=True)
    log_P = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = -np.mean(log_P[np.arange(len(y)), y])
    return loss, (np.exp(log_P) - np.eye(CLASSES)[y]) / len(y)


def last_loss(scale, lr, depth, which):
    """The loss after all steps; infinite where the numbers have become too large."""
    functions = [reference(name) for name in ToleranceMap.runs_on] if which == "with" else []
    with np.errstate(all="ignore"):
        run = descend(scale, lr, depth, *functions)
        losses = [next(run) for _ in range(STEPS + 1)]
    return losses[-1] if np.isfinite(losses[-1]) else np.inf


# ---- the stored maps ----


@cache
def stored():
    """The maps: (depth, "with" or "without") → (scales, rates)."""
    maps = {(depth, which): np.empty((len(SCALES), len(RATES)))
            for depth in DEPTHS for which in ("without", "with")}  # fmt: skip
    with STORED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cells = maps[int(row["hidden_layers"]), row["batch_norm"]]
            place = SCALES.index(float(row["scale"])), RATES.index(float(row["rate"]))
            cells[place] = float(row["loss"])
    return maps


def store():
    """Compute all maps, and write them."""
    with STORED.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["hidden_layers", "batch_norm", "scale", "rate", "loss"])
        for depth in DEPTHS:
            for which in ("without", "with"):
                for scale in SCALES:
                    for rate in RATES:
                        loss = last_loss(scale, rate, depth, which)
                        rows.writerow([depth, which, scale, rate, f"{loss:.3g}"])


# ---- what is drawn ----


def _map(state, losses, title, has_bar=True):
    """Losses by colour; what is no better than chance, or beyond all numbers, has the brightest."""
    x, y = np.arange(float(len(RATES))), np.arange(float(len(SCALES)))
    column, row = np.array([RATES.index(state.rate)]), np.array([SCALES.index(state.scale)])
    return Panel(
        title,
        Axis("learning rate", -3.6, len(RATES) - 0.5, ticks="none"),
        Axis("first weights, times He's", -2.1, len(SCALES) - 0.5, ticks="none"),
        (
            Cells(x, y, np.minimum(losses, CHANCE), 1e-3, CHANCE, log=True, label="loss",
                  in_key=has_bar),
            Boxes(column - 0.5, row - 0.5, np.ones(1), np.ones(1), fill="none", label="this run"),
            Names(x[::2], np.full(3, -1.8), tuple(map(say, RATES[::2])), label="rates"),
            Names(np.full(len(y), -1.25), y - 0.15, tuple(map(say, SCALES)), align="right",
                  label="times He's"),
        ),
    )  # fmt: skip


def _with_handles(state, panel):
    """The same map, with a handle below it and one beside it."""
    x, y = np.arange(float(len(RATES))), np.arange(float(len(SCALES)))
    column, row = RATES.index(state.rate), SCALES.index(state.scale)
    below, beside = np.full(len(x), -0.85), np.full(len(y), -0.85)
    handles = (
        Handle(x[column : column + 1], below[:1], moves="rate", along=(x, below),
               label="rate, below the map", in_key=False),
        Handle(beside[:1], y[row : row + 1], moves="scale", along=(beside, y),
               label="first weights, beside the map", in_key=False),
    )  # fmt: skip
    return replace(panel, marks=(*panel.marks, *handles))


def _curves(data):
    steps = np.arange(float(len(data.without)))
    return Panel(
        "The chosen run",
        Axis("step", 0, STEPS),
        Axis("loss", 1e-4, 1e4, log=True, fit=True),
        (
            Path(steps, data.without, label="without batch norm", role="vermillion"),
            Path(steps, data.with_bn, label="with batch norm", role="blue"),
            Rule(y=CHANCE, label="chance, ln 3", role="grey"),
        ),
    )


if __name__ == "__main__":
    store()
