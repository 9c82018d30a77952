"""Step size: gradient descent on the parabola L(w) = c w^2 / 2, whose slope is c w.

One step multiplies w by 1 - lr c, and settles while that is between -1 and 1: up to lr = 2 / c.
"""

from dataclasses import dataclass

import numpy as np

from .controls import LogSlider, Slider
from .experiment import Experiment
from .question import Challenge, Option, Question
from .scene import Axis, Curve, Panel, Path, Points, Rule, Scene

STEPS = 40
NEAR = 0.01  # near the bottom: the loss is 1 % of what it was
SLOWEST = 2000.0  # steps, the most that the third panel shows

QUESTION = Question(
    "You raise the learning rate from very small to very large. "
    "How does the number of steps change that it takes to come near the bottom?",
    (
        Option(
            "It falls all the way: a larger rate is a faster descent.",
            "A larger rate is faster only up to a point. Then the steps jump across the bottom, "
            "and beyond twice that rate each jump lands higher than the one before.",
            "M04",
        ),
        Option(
            "It rises all the way: small steps are the safe ones, large ones lose time.",
            "Small steps are safe, but they crawl: at rate 0.01 and curvature 1 it takes over 200 "
            "of them. Up to 1 / curvature every increase makes the descent faster.",
            "M04",
        ),
        Option(
            "It falls, then it rises, and beyond some rate the bottom is never reached.",
            "Up to 1 / curvature the steps grow longer, and there a single one lands on the "
            "bottom. Beyond, they jump across it, and at 2 / curvature they come no closer.",
        ),
        Option(
            "It falls at first and then stays the same, because the slope shrinks near the bottom.",
            "The slope does shrink, and the steps with it. But a step that jumps far across the "
            "bottom meets a steeper slope on the other side, and the next one is even longer.",
            "M04",
        ),
    ),
    answer=2,
)

CHALLENGE = Challenge(
    "Make the bowl steep, with a curvature of 2 or more, and start at least 1 from the bottom. "
    "Get the loss below 0.00001 within 3 steps.",
    lambda state, data: state.curvature >= 2 and abs(state.start) >= 1 and data.loss[3] < 1e-5,
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

    learning_rate = LogSlider(0.1, "learning rate", low=0.01, high=3.16)
    curvature = Slider(1.0, "curvature of the bowl", low=0.2, high=4.0, count=77)
    start = Slider(-2.5, "start", low=-3.0, high=3.0, count=121)

    runs_on = ("gd_step",)
    question = QUESTION
    challenge = CHALLENGE

    def compute(self, state, gd_step):
        w = [np.array([state.start])]
        for _ in range(STEPS):
            slope = state.curvature * w[-1]
            w += gd_step([w[-1]], [slope], state.learning_rate)
        w = np.concatenate(w)
        needed = float(steps_needed(state.learning_rate, state.curvature))
        return Descent(w, loss(w, state.curvature), needed)

    def scene(self, state, data):
        return Scene((_bowl(state, data), _curve(data), _pace(state, data)), frames=STEPS + 1)

    def describe(self, state, data, frame):
        product = state.learning_rate * state.curvature
        limit = 2 / state.curvature
        return (
            f"Step {frame} of {STEPS}: w = {data.w[frame]:.3g}, loss {data.loss[frame]:.3g}. "
            f"{_verdict(product)} "
            f"The rate is {product / 2:.2f} of the largest stable one, 2 / curvature = {limit:.3g}."
        )


def _bowl(state, data):
    w = np.linspace(-4, 4, 161)
    return Panel(
        "The bowl",
        Axis("weight w", -4, 4),
        Axis("loss", 0, 1.1 * loss(4.0, state.curvature)),
        (
            Curve(w, loss(w, state.curvature), label="loss"),
            Path(data.w, data.loss, label="the descent", role="vermillion"),
        ),
    )


def _curve(data):
    return Panel(
        "Loss after each step",
        Axis("step", 0, STEPS),
        Axis("loss", 1e-12, 1e6, log=True),
        (Path(np.arange(STEPS + 1.0), data.loss, label="the loss", role="vermillion"),),
    )


def _pace(state, data):
    rates = np.geomspace(0.01, 3.16, 241)
    needed = np.minimum(steps_needed(rates, state.curvature), 10 * SLOWEST)
    rate, now = np.array([state.learning_rate]), np.array([min(data.steps_needed, SLOWEST)])
    return Panel(
        f"Steps until the loss is {NEAR:.0%} of the start",
        Axis("learning rate", 0.01, 3.16, log=True),
        Axis("steps", 0.5, SLOWEST, log=True),
        (
            Curve(rates, needed, label="steps needed", role="blue"),
            Rule(x=2 / state.curvature, label="2 / curvature", role="purple"),
            Points(rate, now, label="your rate", role="vermillion"),
        ),
    )


def _verdict(product):
    """How a descent behaves with learning rate times curvature = `product`."""
    if product < 0.2:
        return "It crawls: each step keeps most of the distance."
    if product < 0.95:
        return "It walks straight down, without crossing the bottom."
    if product <= 1.05:
        return "It lands on the bottom with the first step."
    if product < 1.95:
        return "It jumps across the bottom at every step, and comes closer."
    if product <= 2.0:
        return "It jumps from side to side and hardly comes closer."
    return "It blows up: every jump lands higher than the one before."
