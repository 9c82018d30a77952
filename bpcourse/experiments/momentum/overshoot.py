"""Overshoot: momentum in one dimension, on the parabola L(w) = w^2 / 2 or on a constant slope.

The velocity is a sum: the gradient that was met k steps before counts beta^k.
"""

from dataclasses import dataclass

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Slider, Switch
from ..experiment import Experiment
from ..scene import Arrows, Axis, Bars, Curve, Handle, Names, Panel, Path, Rule, Scene

STEPS = 120  # that are drawn
LONG = 1000  # so far it is looked whether the ball stays near the bottom
NEAR = 0.01  # of the first distance
LAST = 20  # so many gradients are drawn
GROUNDS = ("parabola", "slope")

CHALLENGE = Challenge(
    "On the parabola, with a rate of at most 0.1: stay within 1 % from step 16 on.",
    lambda state, data: state.ground == GROUNDS[0] and state.rate <= 0.1 and data.stays <= 16,
    example={"beta": 0.5, "rate": 0.1},
)


@dataclass(frozen=True)
class Roll:
    """The weight, its gradient and its velocity after each step, each (STEPS + 1,)."""

    w: np.ndarray
    g: np.ndarray
    v: np.ndarray
    step: np.ndarray  # (STEPS + 1,) how far the last step went
    stays: float  # from this step on it is within NEAR; infinite beyond LONG, or on a slope

    @property
    def overshoot(self):
        """How far it gets on the other side, as a part of the first distance."""
        return max(0.0, -float(self.w.min()) / self.w[0])


class Overshoot(Experiment):
    """Overshoot: what is a velocity made of, and where does it lead?"""

    ground = Switch(GROUNDS[0], "ground", options=GROUNDS)
    beta = Slider(0.9, "beta", low=0.0, high=0.99, step=0.01)
    rate = LogSlider(0.1, "learning rate", low=0.01, high=2.0)
    start = Slider(1.5, "start", low=0.2, high=2.0, step=0.1)

    runs_on = ("momentum_step",)
    challenge = CHALLENGE
    shows = (
        Shows(
            {"ground": GROUNDS[1], "rate": 0.01},
            lambda state, data: np.isclose(data.step[100], state.rate / (1 - state.beta), 1e-4),
        ),
        Shows({}, lambda state, data: data.overshoot > 0.5),
    )

    def compute(self, state, momentum_step):
        w, v = [np.array([state.start])], [np.zeros(1)]
        weights, velocities = [w[0]], [v[0]]
        for _ in range(STEPS):
            w, v = momentum_step(w, [slope(state.ground, w[0])], v, state.rate, state.beta)
            weights.append(w[0])
            velocities.append(v[0])
        w, v = (np.array(row, dtype=float)[:, 0] for row in (weights, velocities))
        stays = stays_near(state.rate, state.beta) if state.ground == GROUNDS[0] else np.inf
        return Roll(w, slope(state.ground, w), v, state.rate * np.abs(v), stays)

    def scene(self, state, data):
        over_steps = _weights(data) if state.ground == GROUNDS[0] else _lengths(state, data)
        readings = {"w": data.w, "g": data.g, "v": data.v}
        panels = (over_steps, _ground(state, data), _sum(state, data))
        return Scene(panels, frames=STEPS + 1, readings=readings)

    def describe(self, state, data, frame):
        now = f"Step {frame} of {STEPS}: the velocity is {say(data.v[frame], 2)},"
        if frame:
            now += f" and this step was {say(data.step[frame], 2)} long."
        else:
            now += " and no step has been taken."
        if state.ground == GROUNDS[1]:
            limit = state.rate / (1 - state.beta)
            told = "come closer and closer to" if state.beta else "are all as long as"
            return f"{now} On this slope the steps {told} {say(limit)}."
        over = data.overshoot
        told = f"overshoots by {say(100 * over, 2)} %" if over > 1e-9 else "does not overshoot"
        if np.isfinite(data.stays):
            return f"{now} The ball {told}, and stays within 1 % from step {int(data.stays)} on."
        return f"{now} The ball {told}, and is not within 1 % for good in {LONG} steps."


def slope(ground, w):
    """The gradient at w: w itself on the parabola of curvature 1, and 1 on the constant slope."""
    return 1.0 * w if ground == GROUNDS[0] else np.ones_like(w)


def stays_near(lr, beta):
    """The step from which on the ball is within NEAR of the first distance, or infinite."""
    w, v, last = 1.0, 0.0, 0
    for t in range(1, LONG + LONG // 5 + 1):
        v = beta * v + w
        w = w - lr * v
        if abs(w) > NEAR:
            last = t
    return last + 1.0 if last < LONG else np.inf


def _weights(data):
    steps = np.arange(STEPS + 1.0)
    marks = [
        Path(steps, data.w, label="the weight", role="blue", in_key=False),
        Rule(y=0.0, label="the bottom", role="purple", in_key=False),
    ]
    if data.stays <= STEPS:
        marks.append(
            Rule(x=data.stays, label="within 1 % from here on", role="green", in_key=False)
        )
    axes = Axis("step", 0, STEPS), Axis("w", -4.0, 4.0, fit=True)
    return Panel("The weight; upright line: within 1 % from there on", *axes, tuple(marks))


def _lengths(state, data):
    limit = state.rate / (1 - state.beta)
    return Panel(
        "The length of each step; lines: the rate, and rate / (1 − beta)",
        Axis("step", 0, STEPS),
        Axis("length", 0.0, 300.0, fit=True),
        (
            Path(
                np.arange(1.0, STEPS + 1),
                data.step[1:],
                label="the step",
                role="blue",
                in_key=False,
            ),
            Rule(y=state.rate, label="the rate: the first step", role="vermillion", in_key=False),
            Rule(y=limit, label="rate / (1 − beta)", role="purple", in_key=False),
        ),
    )


def _ground(state, data):
    """The ball where it is. On a constant slope the picture is as wide as its way."""
    steps = np.arange(STEPS + 1.0)
    if state.ground == GROUNDS[0]:
        over, axis = np.linspace(-2.2, 2.2, 89), Axis("w", -2.2, 2.2)
        height, up = over**2 / 2, Axis("loss", -0.1, 2.5)
    else:
        room = 0.05 * (data.w.max() - data.w.min())  # so that rounding leaves no picture
        over = np.array([data.w.min() - room, data.w.max()])
        axis = Axis("w", -1e5, 10.0, fit=True)
        height, up = over, Axis("loss", -1e5, 10.0, fit=True)
    here = data.w**2 / 2 if state.ground == GROUNDS[0] else data.w
    last = -state.rate * data.v
    marks = [
        Curve(over, height, label="the ground", role="grey", in_key=False),
        Path(data.w, here, label="the ball", role="blue"),
        Arrows(data.w, here, last, 0 * last, at=steps, label="−rate × velocity", role="blue"),
    ]
    if state.ground == GROUNDS[0]:
        marks.append(
            Handle(
                data.w[:1], here[:1], moves=("start", None), label="starting place", in_key=False
            )
        )
    return Panel("The ball on its ground", axis, up, tuple(marks))


def _sum(state, data):
    """After step t the newest gradient is that of step t − 1, and it counts in full."""
    ages = np.arange(LAST)
    met = np.concatenate([np.zeros(LAST), data.g])  # nothing was met before the start
    rows = np.array([met[t + LAST - 1 - ages] for t in range(STEPS + 1)])  # (STEPS + 1, LAST)
    parts = state.beta**ages * rows
    at = np.repeat(np.arange(STEPS + 1.0), LAST)
    everything = [f"sum: {say(v, 2)}" for v in data.v]
    top = max(float(np.abs(parts).max()), 0.01)
    return Panel(
        "What the velocity is made of",
        Axis("age of the gradient, in steps", -0.7, LAST - 0.3),
        Axis("gradient × beta^age", -3.0, 3.0, fit=True),
        (
            Bars(
                np.tile(ages * 1.0, STEPS + 1),
                parts.ravel(),
                at=at,
                width=6.0,
                label="part of the velocity",
                role="blue",
                in_key=False,
            ),
            Names(
                np.full(STEPS + 1, LAST - 0.5),
                np.full(STEPS + 1, 0.9 * top),
                tuple(everything),
                at=np.arange(STEPS + 1.0),
                align="right",
                label="their sum",
            ),
        ),
    )
