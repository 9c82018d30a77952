"""All alike: do units that start with the same weights ever become different?

The net is 2-8-3, trained on three spiral arms by gradient descent on all points at once. Each first
weight is `value` plus noise, in both layers or in one of them; the other layer then starts by He's
rule. Two hidden units are apart as far as the weights and the bias that lead into them are.
"""

from dataclasses import dataclass

import numpy as np

from ...datasets import spirals
from ...nn.mlp import mlp_forward
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import Row, Slider, Switch
from ..experiment import Experiment, in_slices
from ..scene import Axis, Curve, Handle, Panel, Path, Points, Rule, Scene

SIZES = (2, 8, 3)
UNITS = SIZES[1]
SAMPLES, RATE = 150, 0.5
RECORDS, EVERY = 100, 20  # how often the net is looked at, and how many steps it trains in between
VALUES = Slider(0.5, "value of all first weights", low=-1, high=1, step=0.1)
NOISES = (0, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 0.01, 0.1, 1)
APART = 0.1

CHALLENGE = Challenge(
    "With a value of 0 and no noise in one layer or in both, get over 90 % of the points right.",
    lambda state, data: (
        state.value == 0 and state.noise == 0 and data.is_last and data.right[-1] > 0.9
    ),
    example={"value": 0, "where": "last"},
)


@dataclass(frozen=True)
class Training:
    """What was seen at the records so far."""

    W: np.ndarray  # (records, 2, UNITS) the weights that lead into the hidden units
    apart: np.ndarray  # (records,) how far the two most different hidden units are apart
    loss: np.ndarray  # (records,)
    right: np.ndarray  # (records,) the share of points that are right
    is_last: bool


class AllAlike(Experiment):
    """All alike: do units with the same first weights become different?"""

    value = VALUES
    noise = Row(0, "noise added", options=NOISES)
    where = Switch("both", "in which layers", options=("both", "first", "last"))
    activation = Switch("tanh", "activation", options=("tanh", "relu"))

    runs_on = ("mlp_backward",)
    challenge = CHALLENGE
    shows = (
        Shows(
            {},  # at the later steps
            lambda state, data: (
                data.apart[RECORDS // 2] == 0 and np.abs(data.W[-1] - data.W[0]).max() > 0.1
            ),
        ),
        Shows({"noise": 1e-12}, lambda state, data: data.apart[-1] > APART),
    )
    opens_at = 0  # before training, when all units are one point

    def compute(self, state, mlp_backward):
        rng = np.random.default_rng(10)
        X, labels = spirals(SAMPLES, noise=0.05, rng=rng)
        params = []
        for name, n_in, n_out in (("first", *SIZES[:2]), ("last", *SIZES[1:])):
            W = rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in)
            W = state.value + state.noise * W if state.where in ("both", name) else W
            params.append((W, np.zeros(n_out)))
        seen = []
        for step, is_time in in_slices(RECORDS * EVERY + 1):
            cache = mlp_forward(params, X, state.activation)
            if step % EVERY == 0:
                seen.append((params[0][0], _apart(*params[0]), *_judged(cache["Z"][-1], labels)))
            if is_time:
                records = map(np.array, zip(*seen, strict=True))
                yield Training(*records, is_last=step == RECORDS * EVERY)
            grads = mlp_backward(params, cache, labels)
            params = [
                (W - RATE * dW, b - RATE * db)
                for (W, b), (dW, db) in zip(params, grads, strict=True)
            ]

    def scene(self, state, data):
        panels = _plane(state, data), _distance(data), _right(data)
        readings = {"apart": data.apart, "loss": data.loss, "right": data.right}
        return Scene(panels, frames=len(data.loss), readings=readings)

    def describe(self, state, data, frame):
        told = f"After {frame * EVERY} of {RECORDS * EVERY} training steps: "
        w1, w2 = data.W[frame][:, 0]
        if data.apart[frame] == 0:
            told += f"all {UNITS} hidden units have the same weights, {say(w1)} and {say(w2)}. "
        else:
            told += f"the two most different units are {say(data.apart[frame], 2)} apart. "
        share = say(round(100 * data.right[frame]))
        return f"{told}{share} % of the points are right, the loss is {say(data.loss[frame])}."


def _apart(W, b):
    """How far the two most different units are apart, in all that leads into them."""
    units = np.vstack([W, b]).T  # (UNITS, 3)
    return np.linalg.norm(units[:, np.newaxis] - units, axis=2).max()


def _judged(Z, labels):
    """The cross-entropy, and the share of samples that are right."""
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1))  # (n,)
    loss = np.mean(log_sums - shifted[np.arange(len(labels)), labels])
    return loss, np.mean(Z.argmax(axis=1) == labels)


# ---- what is drawn ----


def _steps(data):
    return np.arange(float(len(data.loss))) * EVERY


def _plane(state, data):
    at = np.repeat(np.arange(float(len(data.loss))), UNITS)
    x, y = data.W.transpose(1, 0, 2).reshape(2, -1)
    trails = [
        Path(*data.W[:, :, j].T, label="way of a unit", role="blue", in_key=j == 0)
        for j in range(UNITS)
    ]
    values = np.array(VALUES.values, dtype=float)
    track = Curve(values, values, label="equal weights", role="grey")
    handle = Handle(
        *np.array([[state.value], [state.value]], dtype=float),
        moves="value", along=(values, values), label="value before the noise",
    )  # fmt: skip
    return Panel(
        f"The weights that lead into the {UNITS} hidden units",
        Axis("weight from input 1", -12, 12, fit=True),
        Axis("weight from input 2", -12, 12, fit=True),
        (track, *trails, Points(x, y, at=at, label="a unit", role="vermillion"), handle),
    )


def _distance(data):
    return Panel(
        "How far the units are apart",
        Axis("training step", 0, RECORDS * EVERY, ticks="whole"),
        Axis("largest distance; 0 is below the axis", 1e-16, 100, log=True, fit=True),
        (
            Path(_steps(data), data.apart, label="the distance", role="blue"),
            Rule(y=APART, label="0.1", role="grey"),
        ),
    )


def _right(data):
    return Panel(
        "Points that are right",
        Axis("training step", 0, RECORDS * EVERY, ticks="whole"),
        Axis("share", 0, 1),
        (
            Path(_steps(data), data.right, label="the share", role="green"),
            Rule(y=1 / 3, label="by chance", role="grey"),
        ),
    )
