"""Dead ReLU: which units of a net are silent on all points, and do they come back?

The net is 2-32-1 with ReLU, trained on two half moons by gradient descent on all points at once;
its loss is the cross-entropy of one output. Where w x + b = 0, a unit opens: that is a line in the
plane of the points. A unit is silent when its line has left the points, with all of them on the
shut side. With a leak, a little passes on that side.
"""

from dataclasses import dataclass

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Places, Slider
from ..experiment import Experiment, in_slices
from ..nets import signed_moons
from ..scene import Axis, Handle, Panel, Path, Points, Scene, Segments

UNITS, SAMPLES = 32, 100  # the last sample is the learner's
STEPS, EVERY = 60, 2  # steps of training, and how often the net is looked at
OWN = (0.5, 0.6)
SIDES = 2.3, 1.7  # half the width and the height of the plane

CHALLENGE = Challenge(
    "At the start at most 10 % silent, in the end over 40 %, and over 95 % of the points right.",
    lambda state, data: (
        data.is_last and data.silent[0] <= 0.1 and data.silent[-1] > 0.4 and data.right[-1] > 0.95
    ),
    example={"rate": 8.0},
)


@dataclass(frozen=True)
class Training:
    """What was seen at the records so far."""

    X: np.ndarray  # (SAMPLES, 2)
    upper: np.ndarray  # (SAMPLES,) is the point on the upper moon?
    W: np.ndarray  # (records, 2, UNITS)
    b: np.ndarray  # (records, UNITS)
    shut: np.ndarray  # (records, UNITS) is the unit silent on all points?
    silent: np.ndarray  # (records,) the share of silent units
    loss: np.ndarray  # (records,)
    right: np.ndarray  # (records,) the share of points on the right side
    is_last: bool


def first_weights():
    """W (2, UNITS) and V (UNITS, 1), by He's rule."""
    rng = np.random.default_rng(3)
    return rng.normal(size=(2, UNITS)), np.sqrt(2 / UNITS) * rng.normal(size=(UNITS, 1))


class DeadRelu(Experiment):
    """Dead ReLU: which units are silent on all points, and do they come back?"""

    shift = Slider(0, "first bias of all units", low=-4, high=1, step=0.1)
    rate = LogSlider(1.0, "learning rate", low=0.1, high=30.0)
    leak = Slider(0, "leak, slope below 0", low=0, high=0.2, step=0.01)
    own = Places([OWN], "your point", x=(-2.2, 2.2), y=(-1.6, 1.6))

    runs_on = ("relu", "relu_grad", "dead_fraction")
    challenge = CHALLENGE
    shows = (
        Shows(
            {"shift": -2},  # a move, and to play from the start
            lambda state, data: (
                data.shut[0].sum() >= 10
                and np.array_equal(data.W[0][:, data.shut[0]], data.W[-1][:, data.shut[0]])
                and np.array_equal(data.b[0][data.shut[0]], data.b[-1][data.shut[0]])
            ),
        ),
    )

    def compute(self, state, relu, relu_grad, dead_fraction):
        X, y = signed_moons(SAMPLES, noise=0.1, rng=np.random.default_rng(0))
        X[-1], y[-1] = state.own[0], 1.0
        upper = y > 0  # (n, 1)
        W, V = first_weights()
        b, c = np.full(UNITS, float(state.shift)), 0.0
        seen = []
        for step, is_time in in_slices(STEPS + 1):
            Z = X @ W + b  # (n, UNITS)
            opened = relu(Z)
            A = opened - state.leak * relu(-Z) if state.leak else opened
            logits = A @ V + c  # (n, 1)
            if step % EVERY == 0:
                loss = np.mean(np.logaddexp(0, logits) - upper * logits)
                right = np.mean((logits > 0) == upper)
                shut = ~opened.any(axis=0)
                seen.append((W, b, shut, float(dead_fraction(opened)), loss, right))
            if is_time:
                records = map(np.array, zip(*seen, strict=True))
                yield Training(X, upper[:, 0], *records, is_last=step == STEPS)
            slope = relu_grad(Z) + state.leak * relu_grad(-Z) if state.leak else relu_grad(Z)
            dlogits = (0.5 * (1 + np.tanh(logits / 2)) - upper) / SAMPLES
            dZ = dlogits @ V.T * slope
            W, b = W - state.rate * X.T @ dZ, b - state.rate * dZ.sum(axis=0)
            V, c = V - state.rate * A.T @ dlogits, c - state.rate * dlogits.sum()

    def scene(self, state, data):
        readings = {"silent": data.silent, "loss": data.loss, "right": data.right}
        panels = _plane(data), _silent(data), _loss(data)
        counted = _steps(data)
        return Scene(panels, len(counted), "training step", counted, readings=readings)

    def describe(self, state, data, frame):
        number = int(data.shut[frame].sum())
        told = (
            f"After {frame * EVERY} of {STEPS} training steps: "
            f"{number} of {UNITS} units {'is' if number == 1 else 'are'} silent on all points. "
        )
        if not np.isfinite(data.loss[frame]):
            return f"{told}The loss is too large to compute with."
        told += f"{say(round(100 * data.right[frame], 1))} % of the points are right."
        before = int(data.shut[0].sum())
        if frame and before:
            back = int((data.shut[0] & ~data.shut[frame]).sum())
            told += f" Of {before} silent at the start, {back} answer{'s' * (back == 1)} now."
        return told


# ---- what is drawn ----


def _steps(data):
    return np.arange(float(len(data.loss))) * EVERY


def _plane(data):
    at = np.repeat(np.arange(float(len(data.loss))), UNITS)
    w, b = data.W.transpose(0, 2, 1).reshape(-1, 2), data.b.ravel()  # (records * UNITS, 2), ...
    size = np.maximum(np.linalg.norm(w, axis=1), 1e-12)
    foot = -(b / size**2)[:, np.newaxis] * w  # the place on the line that is nearest to the middle
    along = np.stack([-w[:, 1], w[:, 0]], axis=1) / size[:, np.newaxis] * 2 * sum(SIDES)
    shut = data.shut.ravel()
    lines = []
    for those, role, label, width in (
        (~shut, "blue", "answers", 1.2),
        (shut, "vermillion", "silent", 1.6),
    ):
        places = *(foot - along)[those].T, *(2 * along)[those].T
        lines.append(Segments(*places, at=at[those], label=label, role=role, width=width))
    points = [
        Points(*data.X[:-1][those].T, label=label, role=role, size=np.full(those.sum(), 5.0))
        for those, role, label in (
            (data.upper[:-1], "green", "upper moon"),
            (~data.upper[:-1], "purple", "lower moon"),
        )
    ]
    own = Handle(*data.X[-1:].T, moves="own", label="last point", role="green")
    axes = Axis("input 1", -SIDES[0], SIDES[0]), Axis("input 2", -SIDES[1], SIDES[1])
    return Panel("Where each unit opens", *axes, (*points, *lines, own), equal=True)


def _silent(data):
    path = Path(_steps(data), data.silent, label="silent units", role="vermillion")
    return Panel(
        "Share of silent units", Axis("training step", 0, STEPS), Axis("share", 0, 1), (path,)
    )


def _loss(data):
    path = Path(_steps(data), data.loss, label="the loss", role="blue")
    axis = Axis("loss", 1e-4, 1e6, log=True, fit=True)
    return Panel("Loss", Axis("training step", 0, STEPS), axis, (path,))
