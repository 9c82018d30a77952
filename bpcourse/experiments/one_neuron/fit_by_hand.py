"""Fit by hand: a neuron with one input is a line, and its loss is the mean of the squares on the
errors.

The data stand still; the loss is a height over the weights. At a fixed b it is a parabola over w.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from ...numerals import SPACE, say
from ..challenge import Challenge, Shows
from ..controls import Slider, Switch
from ..experiment import Experiment
from ..scene import Axis, Boxes, Contours, Curve, Handle, Panel, Points, Scene, Segments

POINTS = 12
SLOPE, INTERCEPT = 0.5, 0.3  # the line without noise
TILT = 1.0  # the x at which the line is taken hold of to be turned
NEAR = 1.02  # within 2 % of the lowest loss
LEVELS = np.array([0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0])
W = Slider(-0.4, "weight w", low=-0.5, high=1.5, step=0.01)
B = Slider(1.2, "bias b", low=-1.0, high=1.5, step=0.01)

CHALLENGE = Challenge(
    "With noise 0.5 or more: a loss at most 2 % above the lowest that any line can have.",
    lambda state, data: state.noise >= 0.5 and data.loss <= NEAR * data.lowest,
    example={"noise": 0.5, "w": 0.6, "b": 0.3},
)


@dataclass(frozen=True)
class Fit:
    """The line of one state, and its loss among all others."""

    x: np.ndarray  # (POINTS,)
    y: np.ndarray  # (POINTS,)
    y_hat: np.ndarray  # (POINTS,) by the learner's neuron, or the model answer's
    loss: float
    lowest: float  # of all lines
    over_w: np.ndarray  # the loss for each value of w, at this b
    over_both: np.ndarray  # the same for all values of b, a row for each

    @property
    def errors(self):
        return self.y_hat - self.y


@cache
def points():
    """x, and how far each point is from the line with noise 1."""
    rng = np.random.default_rng(1)
    x = np.linspace(-3, 3, POINTS) + rng.uniform(-0.2, 0.2, POINTS)
    return x.round(2), np.clip(rng.normal(size=POINTS), -1.5, 1.5).round(2)


def losses(w, b, x, y):
    """The mean squared error for weights and biases of any shape."""
    return np.mean((w[..., np.newaxis] * x + b[..., np.newaxis] - y) ** 2, axis=-1)


class FitByHand(Experiment):
    """Fit by hand: what does the loss depend on?"""

    w = W
    b = B
    noise = Slider(0.2, "noise", low=0.0, high=0.8, step=0.05)
    squares = Switch("shown", "squares", options=("shown", "hidden"))

    runs_on = ("predict", "mse")
    challenge = CHALLENGE
    shows = (
        Shows(
            {"w": 0.5},
            lambda state, data: (
                data.loss < 1 and np.isclose(np.interp(0.5, W.values, data.over_w), data.loss)
            ),
        ),
    )

    def compute(self, state, predict, mse):
        x, off = points()
        y = SLOPE * x + INTERCEPT + state.noise * off
        y_hat = np.asarray(predict(x[:, np.newaxis], np.array([state.w]), state.b), dtype=float)
        w, b = np.array(W.values[::4]), np.array(B.values[::5])
        line = np.polynomial.Polynomial.fit(x, y, 1)
        return Fit(
            x,
            y,
            y_hat,
            float(mse(y_hat, y)),
            float(np.mean((line(x) - y) ** 2)),
            losses(np.array(W.values), np.array(state.b), x, y),
            losses(*np.meshgrid(w, b), x, y),
        )

    def scene(self, state, data):
        return Scene(
            (_line(state, data), _map(state, data), _curve(state, data)),
            readings={"loss": data.loss},
        )

    def describe(self, state, data, frame):
        line = f"The line is {say(state.w)} x {'−' if state.b < 0 else '+'} {say(abs(state.b))}."
        squares = data.errors**2
        if data.loss < 1e-12:
            return f"{line} Every point lies on it, so all errors are 0 and the loss is 0."
        worst = int(np.argmax(squares))
        place = f"x{SPACE}={SPACE}{say(data.x[worst])}"
        return (
            f"{line} Its loss, the mean of {POINTS} squares, is {say(data.loss)}. The largest "
            f"square, {say(squares[worst])}, belongs to the point at {place}."
        )


# ---- what is drawn ----


def _line(state, data):
    ends = np.array([-3.6, 3.6])
    side = np.abs(data.errors)
    inward = np.where(data.x < 0, 1.0, -1.0)  # towards the middle, where there is room
    marks = [
        Segments(data.x, data.y, 0 * data.x, data.errors, label="errors", role="vermillion"),
        Curve(ends, state.w * ends + state.b, label="the line w x + b", in_key=False, role="blue"),
        Points(data.x, data.y, label="data", role="ink", in_key=False),
        Handle(
            np.zeros(1),
            np.array([state.b]),
            moves="b",
            along=(np.zeros(len(B.values)), np.array(B.values)),
            label="b, at x = 0",
            role="blue",
        ),
        Handle(
            np.array([TILT]),
            np.array([TILT * state.w + state.b]),
            moves="w",
            along=(np.full(len(W.values), TILT), TILT * np.array(W.values) + state.b),
            label="w, at x = 1",
            role="blue",
        ),
    ]
    if state.squares == "shown":
        marks.insert(
            0,
            Boxes(
                data.x, data.y, inward * side, data.errors, label="their squares", role="vermillion"
            ),
        )
    return Panel(
        "The data and the line",
        Axis("x", -3.6, 3.6),
        Axis("y", -2.4, 2.9),
        tuple(marks),
        equal=True,
    )


def _map(state, data):
    w, b = np.array(W.values[::4]), np.array(B.values[::5])
    return Panel(
        "Loss over w and b",
        Axis("w", W.low, W.high),
        Axis("b", B.low, B.high),
        (
            Contours(w, b, data.over_both, LEVELS, label="loss", in_key=False),
            Handle(
                np.array([state.w]),
                np.array([state.b]),
                moves=("w", "b"),
                label="w and b",
                role="blue",
                trail=True,
            ),
        ),
    )


def _curve(state, data):
    w = np.array(W.values)
    at = np.array([state.w]), np.array([np.interp(state.w, w, data.over_w)])
    return Panel(
        "Loss over w, at this b",
        Axis("w", W.low, W.high),
        Axis("loss", 0.0, 20.0, fit=True),
        (
            Curve(w, data.over_w, label="loss", role="green", in_key=False),
            Handle(*at, moves="w", along=(w, data.over_w), label="w on the curve", role="blue"),
        ),
    )
