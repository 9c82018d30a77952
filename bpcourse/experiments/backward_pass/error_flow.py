"""Error flow: how large errors and deltas are while a net learns, for each point and each layer.

The net is 2-16-16-1 with ReLU, trained on two half moons, and one point of them is the learner's.
The delta of a layer is dZ, the derivative of the loss with respect to its sums; its size is the
mean of |dZ| over units and samples.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from ...nn.mlp import mlp_forward
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Places, Slider
from ..experiment import Experiment, in_slices
from ..nets import signed_moons
from ..scene import Axis, Cells, Handle, Panel, Points, Scene

SIZES = (2, 16, 16, 1)
SAMPLES = 40  # the last one is the learner's
RECORDS, EVERY = 40, 10  # how often the net is looked at, and how many steps it trains in between
OWN = (-0.5, 0.6)

CHALLENGE = Challenge(
    "Get the loss below 0.03 by the last step, from a start whose loss is above 1.",
    lambda state, data: data.is_last and data.loss[0] > 1 and data.loss[-1] < 0.03,
    example={"scale": 2.0},
)


@dataclass(frozen=True)
class Training:
    """What was seen at the records so far."""

    X: np.ndarray  # (SAMPLES, 2)
    y: np.ndarray  # (SAMPLES, 1)
    layers: np.ndarray  # (3, records) mean |dZ| of each layer
    samples: np.ndarray  # (SAMPLES, records) |output - target| of each point
    loss: np.ndarray  # (records,)
    is_last: bool

    def worst(self, frame, count=SAMPLES // 4):
        """The share of the loss that the `count` worst points hold."""
        parts = self.samples[:, frame] ** 2
        return np.sort(parts)[-count:].sum() / max(parts.sum(), 1e-300)


class ErrorFlow(Experiment):
    """Where the error goes: which points are still wrong?"""

    learning_rate = LogSlider(0.05, "learning rate", low=0.003, high=1.0)
    scale = LogSlider(1.0, "first weights, times the usual", low=0.1, high=4.0)
    seed = Slider(1, "seed of the first weights", low=1, high=20, step=1)
    own = Places([OWN], "your point", x=(-1.9, 1.9), y=(-1.1, 1.1))

    runs_on = ("train_step", "act_backward", "dense_backward")
    challenge = CHALLENGE
    shows = (
        Shows(
            {},  # at the last step, which it takes one move to reach
            lambda state, data: (
                data.loss[-1] < data.loss[0] / 5 and data.worst(0) < 0.6 and data.worst(-1) > 0.8
            ),
        ),
    )
    opens_at = 0  # before training, when all points are wrong

    def compute(self, state, train_step, act_backward, dense_backward):
        rng = np.random.default_rng(state.seed)
        X, y = signed_moons(SAMPLES, noise=0.12, rng=np.random.default_rng(17))
        X[-1], y[-1] = state.own[0], 1.0
        params = [
            (state.scale * rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in), np.zeros(n_out))
            for n_in, n_out in itertools.pairwise(SIZES)
        ]
        layers, samples, losses = [], [], []
        for _, is_time in in_slices(RECORDS + 1):
            cache = mlp_forward(params, X, "relu")
            E = cache["Z"][-1] - y  # (n, 1)
            layers.append(_delta_sizes(params, cache, 2 * E / E.size, act_backward, dense_backward))
            samples.append(np.abs(E[:, 0]))
            losses.append(np.mean(E**2))
            is_last = len(losses) == RECORDS + 1
            if is_time:
                arrays = np.transpose(layers), np.transpose(samples), np.array(losses)
                yield Training(X, y, *arrays, is_last=is_last)
            for _ in range(0 if is_last else EVERY):
                params, _ = train_step(params, X, y, state.learning_rate)

    def scene(self, state, data):
        readings = {"loss": data.loss, "your point is off by": data.samples[-1]}
        panels = _plane(data), _samples(data), _layers(data)
        counted = _steps(data)
        return Scene(panels, len(counted), "training step", counted, readings=readings)

    def describe(self, state, data, frame):
        head = f"After {frame * EVERY} of {RECORDS * EVERY} training steps:"
        if not np.isfinite(data.loss[frame]):
            return f"{head} the loss is too large to compute with. The rate is too large here."
        told = ", ".join(say(error, 2) for error in data.layers[:, frame])
        return (
            f"{head} the {SAMPLES // 4} worst of {SAMPLES} points hold "
            f"{say(round(100 * data.worst(frame)))} % of the loss. "
            f"Mean size of the deltas of layers 1, 2 and 3: {told}."
        )


def _delta_sizes(params, cache, dZ, act_backward, dense_backward):
    """The mean |dZ| of every layer, first layer first."""
    errors = [np.mean(np.abs(dZ))]
    for i in range(len(params) - 1, 0, -1):
        dA, _, _ = dense_backward(dZ, cache["A"][i], params[i][0])
        dZ = act_backward(dA, cache["Z"][i - 1], "relu")
        errors.insert(0, np.mean(np.abs(dZ)))
    return errors


# ---- what is drawn ----

STEPS = Axis("training step", -EVERY / 2, (RECORDS + 0.5) * EVERY, ticks="whole")


def _steps(data):
    return np.arange(float(len(data.loss))) * EVERY


def _plane(data):
    marks = []
    for target, role, label in ((-1.0, "blue", "target −1"), (1.0, "vermillion", "target 1")):
        here = data.y[:, 0] == target
        x, y = np.repeat(data.X[here], len(data.loss), axis=0).T
        at = np.tile(np.arange(float(len(data.loss))), here.sum())
        size = 4 + 10 * np.minimum(np.nan_to_num(data.samples[here], nan=9.0), 1.6).ravel()
        marks.append(Points(x, y, at=at, size=size, label=label, role=role))
    own = Handle(*data.X[-1:].T, moves="own", label="last point", role="vermillion")
    axes = Axis("input 1", -2, 2), Axis("input 2", -1.3, 1.3)
    return Panel("The points: the larger, the more wrong", *axes, (*marks, own))


def _samples(data):
    order = np.argsort(data.samples.mean(axis=1), kind="stable")  # those that stay wrong at the top
    rows = np.arange(1.0, SAMPLES + 1)
    cells = Cells(_steps(data), rows, data.samples[order], 0.01, 3.0, log=True, grows=True,
                  label="error of the point")  # fmt: skip
    axis = Axis("worst at the top", 0.5, SAMPLES + 0.5, ticks="none")
    return Panel("Error of each point", STEPS, axis, (cells,))


def _layers(data):
    cells = Cells(_steps(data), np.arange(1.0, 4.0), data.layers, 1e-5, 0.1, log=True, grows=True,
                  label="size of the delta")  # fmt: skip
    return Panel("Mean size of the deltas", STEPS, Axis("layer", 0.5, 3.5, ticks="whole"), (cells,))
