"""Resample: one digit is read by a trained net, with another dropout mask in each draw.

The net has 128 hidden units and was trained with p = 0.5. Each mask leaves a part of it, a
subnetwork, and in use all units work.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...datasets import digits
from ...nn.activations import ReLU
from ...nn.dropout import Dropout
from ...nn.layers import Dense
from ...nn.losses import SoftmaxCrossEntropy
from ...nn.network import Network
from ...nn.optimizers import Adam
from ...nn.training import fit
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import Slider, Switch
from ..experiment import Experiment
from ..scene import Axis, Bars, Cells, Curve, Panel, Points, Rule, Scene

UNITS, DRAWS = 128, 50
ROWS, COLUMNS = 8, 16  # as which the units are drawn
LEARNED, NEW = 500, 200  # digits that the net has learned from, and new ones to choose from
MODES = ("training", "use")
RESCALE = ("yes", "no")

CHALLENGE = Challenge(
    "In training with p of at most 0.8: a digit for which most subnetworks and use disagree.",
    lambda state, data: state.mode == MODES[0] and state.p <= 0.8 and data.agree < DRAWS / 2,
    example={"digit": 72, "p": 0.8},
)


@dataclass(frozen=True)
class Reading:
    """One digit, its hidden values with and without masks, and what the net says of it."""

    label: int
    A: np.ndarray  # (UNITS,) the hidden values of all units
    masks: np.ndarray  # (DRAWS, UNITS)
    out: np.ndarray  # (DRAWS, UNITS) the hidden values that go on
    P: np.ndarray  # (DRAWS, 10) the probabilities with each mask
    whole: np.ndarray  # (10,) the probabilities with all units

    @property
    def agree(self):
        """How many of the subnetworks answer as the whole net does."""
        return int(np.sum(self.P.argmax(axis=1) == self.whole.argmax()))


class Resample(Experiment):
    """Resample: who speaks, and what does the net say then?"""

    digit = Slider(1, "digit", low=1, high=NEW, step=1)
    p = Slider(0.5, "p", low=0.0, high=0.9, step=0.1)
    mode = Switch(MODES[0], "mode", options=MODES)
    rescale = Switch(RESCALE[0], "larger by 1 / (1 − p)", options=RESCALE)
    draw = Slider(1, "draw", low=1, high=DRAWS, step=1)

    runs_on = ("dropout_forward",)
    challenge = CHALLENGE
    shows = (
        Shows({"p": 0.8}, lambda state, data: 15 <= np.sum(data.masks[0] > 0) <= 38),
        Shows({"p": 0.8, "mode": MODES[1]}, lambda state, data: np.all(data.masks == 1)),
    )

    def compute(self, state, dropout_forward):
        (first, W, b), X, labels = reader()
        A = first.predict(X[state.digit - 1 : state.digit])[0]
        rng = np.random.default_rng(state.digit)
        each = np.tile(A, (DRAWS, 1))
        out, masks = dropout_forward(each, state.p, rng, state.mode == MODES[0])
        if state.rescale == RESCALE[1]:
            out = each * (np.asarray(masks) > 0)
        return Reading(
            int(labels[state.digit - 1]),
            A,
            np.asarray(masks, dtype=float),
            np.asarray(out, dtype=float),
            softmax(out @ W + b),
            softmax(A @ W + b),
        )

    def scene(self, state, data):
        k = state.draw - 1
        readings = {
            "units that speak": int(np.sum(data.masks[k] > 0)),
            "mean of this draw": float(data.out[k].mean()),
            "mean of all units": float(data.A.mean()),
        }
        panels = (_units(data, k), _probabilities(data, k), _means(data, k))
        return Scene(panels, readings=readings)

    def describe(self, state, data, frame):
        k = state.draw - 1
        kept = int(np.sum(data.masks[k] > 0))
        told = f"{kept} of {UNITS} units speak"
        factor = 1.0 if state.rescale == RESCALE[1] else float(data.masks[k].max())
        if kept and factor > 1:
            told += f", each times {say(factor)}"
        read, whole = data.P[k].argmax(), data.whole.argmax()
        told += f". They say {read}, all units say {whole}, and it is a {data.label}."
        return f"{told} Of {DRAWS} draws {data.agree} answer like all units."


@lru_cache
def reader():
    """The trained net as (its first two layers, W, b), and NEW digits with their labels."""
    rng = np.random.default_rng(17)
    data = digits()
    order = rng.permutation(len(data.X))
    old, new = order[:LEARNED], order[LEARNED : LEARNED + NEW]
    last = Dense(UNITS, 10, rng=rng)
    first = Network(Dense(64, UNITS, rng=rng), ReLU())
    net = Network(first, Dropout(0.5, rng=rng), last)
    loss, optimizer = SoftmaxCrossEntropy(), Adam(0.01)
    X, targets = data.X[old], data.targets[old]
    fit(net, loss, optimizer, X, targets, epochs=10, batch_size=50, rng=rng)
    return (first, last.W, last.b), data.X[new], data.targets[new]


def softmax(logits):
    E = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


# ---- what is drawn ----


def _units(data, k):
    Z = data.out[k].reshape(ROWS, COLUMNS)
    row, column = np.nonzero(data.masks[k].reshape(ROWS, COLUMNS) == 0)
    marks = [
        Cells(
            np.arange(1.0, COLUMNS + 1),
            np.arange(1.0, ROWS + 1),
            Z,
            0.0,
            max(float(data.A.max()), float(Z.max()), 0.01),
            label="hidden value",
            in_key=False,
        )
    ]
    if len(row):
        size = np.full(len(row), 7.0)
        marks.append(Points(column + 1.0, row + 1.0, size=size, label="dropped", role="vermillion"))
    axes = Axis("column", 0.5, COLUMNS + 0.5), Axis("row", 0.5, ROWS + 0.5)
    return Panel(f"The {UNITS} hidden units", *axes, tuple(marks))


def _probabilities(data, k):
    names = np.arange(10.0)
    return Panel(
        "What the net says",
        Axis("digit", -0.6, 9.6),
        Axis("probability", 0.0, 1.0),
        (
            Rule(x=float(data.label), label="the digit", role="grey"),
            Bars(names, data.P[k], width=9.0, label="this draw", role="blue"),
            Points(names, data.P[: k + 1].mean(axis=0), label="mean so far", role="vermillion"),
            Points(names, data.whole, label="all units", role="green"),
        ),
    )


def _means(data, k):
    draws = np.arange(1.0, DRAWS + 1)
    plain = (data.A * (data.masks > 0)).mean(axis=1)
    return Panel(
        "Mean hidden value, draw by draw",
        Axis("draw", 1, DRAWS),
        Axis("mean", 0.0, 20.0, fit=True),
        (
            Curve(draws, (data.A * data.masks).mean(axis=1), label="made larger", role="blue"),
            Curve(draws, plain, label="as they are", role="vermillion"),
            Rule(y=float(data.A.mean()), label="all units", role="green"),
            Rule(x=k + 1.0, moves="draw", label="this draw", role="ink", in_key=False),
        ),
    )
