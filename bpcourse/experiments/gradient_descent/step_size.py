"""Step size: gradient descent on the parabola L(w) = c w^2 / 2, whose slope is c w.

One step multiplies w by 1 - lr c, and settles while that is between -1 and 1: up to lr = 2 / c.
"""

from dataclasses import dataclass

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Slider
from ..experiment import Experiment
from ..scene import Axis, Curve, Handle, Panel, Path, Rule, Scene

STEPS = 40
NEAR = 0.01  # near the bottom: the loss is 1 % of what it was
SLOWEST = 2000.0  # steps, the most that is shown
RATES = LogSlider(0.1, "learning rate", low=0.01, high=3.0)
STARTS = Slider(-2.5, "start", low=-3.0, high=3.0, step=0.05)

CHALLENGE = Challenge(
    "Curvature 2 or more, start at least 1 from the bottom: a loss below 0.00001 within 3 steps.",
    lambda state, data: state.curvature >= 2 and abs(state.start) >= 1 and data.loss[3] < 1e-5,
    example={"learning_rate": 0.4, "curvature": 2.5},
)


@dataclass(frozen=True)
class Descent:
    """What the steps lead to."""

    w: np.ndarray  # (STEPS + 1,)
    loss: np.ndarray  # (STEPS + 1,)
    steps_needed: float  # until the loss is NEAR; inf if never


def loss(w, curvature):
    return 0.5 * curvature * w**2


def steps_needed(learning_rate, curvature):
    """How many steps until the loss is NEAR of the start: factor^(2 steps) = NEAR; at least one."""
    factor = np.abs(1 - learning_rate * curvature)
    steps = np.log(NEAR) / (2 * np.log(np.maximum(factor, 1e-12)))
    return np.where(factor < 1, np.maximum(steps, 1.0), np.inf)


class StepSize(Experiment):
    """Gradient descent on a parabola: how long may a step be?"""

    learning_rate = RATES
    curvature = Slider(1.0, "curvature of the bowl", low=0.2, high=4.0, step=0.05)
    start = STARTS

    runs_on = ("gd_step",)
    challenge = CHALLENGE
    shows = (
        Shows({"learning_rate": 0.5}, lambda state, data: data.steps_needed < 5),
        Shows({"learning_rate": 1.8}, lambda state, data: 10 < data.steps_needed < np.inf),
        Shows({"learning_rate": 2.2}, lambda state, data: data.steps_needed == np.inf),
    )

    def compute(self, state, gd_step):
        w = [np.array([state.start])]
        for _ in range(STEPS):
            slope = state.curvature * w[-1]
            w += gd_step([w[-1]], [slope], state.learning_rate)
        w = np.concatenate(w)
        needed = float(steps_needed(state.learning_rate, state.curvature))
        return Descent(w, loss(w, state.curvature), needed)

    def scene(self, state, data):
        panels = _bowl(state, data), _curve(data), _pace(state, data)
        return Scene(panels, frames=STEPS + 1, readings={"w": data.w, "loss": data.loss})

    def describe(self, state, data, frame):
        product, limit = state.learning_rate * state.curvature, 2 / state.curvature
        return (
            f"Step {frame} of {STEPS}: {_verdict(product)} The largest stable rate is "
            f"2 / curvature = {say(limit)}, and the rate {say(state.learning_rate)} is "
            f"{say(product / 2)} times that."
        )


def _bowl(state, data):
    w, starts = np.linspace(-4, 4, 161), np.array(STARTS.values)
    place = np.array([state.start]), loss(np.array([state.start]), state.curvature)
    return Panel(
        "The bowl",
        Axis("weight w", -4, 4),
        Axis("loss", 0, 40, fit=True),
        (
            Curve(w, loss(w, state.curvature), label="loss"),
            Path(data.w, data.loss, label="the descent", role="vermillion"),
            Handle(
                *place,
                moves="start",
                along=(starts, loss(starts, state.curvature)),
                label="starting point",
                role="vermillion",
            ),
        ),
    )


def _curve(data):
    return Panel(
        "Loss after each step",
        Axis("step", 0, STEPS),
        Axis("loss", 1e-12, 1e6, log=True, fit=True),
        (Path(np.arange(STEPS + 1.0), data.loss, label="the loss", role="vermillion"),),
    )


def _pace(state, data):
    """The steps needed at all rates up to the present one: the hand draws the rest."""
    all_rates = np.array(RATES.values)
    rates = np.geomspace(RATES.low, state.learning_rate, 241)
    needed = np.minimum(steps_needed(rates, state.curvature), 10 * SLOWEST)
    track = np.minimum(steps_needed(all_rates, state.curvature), SLOWEST)
    now = np.array([state.learning_rate]), np.array([min(data.steps_needed, SLOWEST)])
    return Panel(
        f"Steps until the loss is {say(100 * NEAR)} %",
        Axis("learning rate", RATES.low, RATES.high, log=True),
        Axis("steps", 0.5, SLOWEST, log=True),
        (
            Curve(rates, needed, label="steps needed, up to this rate", role="blue", in_key=False),
            Rule(x=2 / state.curvature, label="2 / curvature", role="purple"),
            Handle(
                *now,
                moves="learning_rate",
                along=(all_rates, track),
                label="rate",
                role="blue",
            ),
        ),
    )


def _verdict(product):
    """How a descent behaves with learning rate times curvature = `product`."""
    if product < 0.2:
        return "it comes closer slowly, each step leaves most of the distance."
    if product < 0.95:
        return "it comes closer without crossing the bottom."
    if product <= 1.05:
        return "it lands on the bottom with the first step."
    if product < 1.95:
        return "it jumps across the bottom at every step, and comes closer."
    if product <= 2.0:
        return "it jumps from side to side and hardly comes closer."
    return "it diverges, every jump lands higher than the one before."
