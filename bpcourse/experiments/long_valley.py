"""Long valley: gradient descent in the bowl L(w) = w H w / 2, steep one way and flat the other.

The steepest direction limits the rate, the flattest sets the pace; their ratio is the condition
number.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .controls import LogSlider, Slider
from .experiment import Experiment
from .question import Challenge, Option, Question
from .scene import Arrows, Axis, Contours, Panel, Path, Points, Rule, Scene

STEPS = 80
GOAL = 1e-3  # of the loss at the start
STEEPEST = 2.0  # curvature across the valley; along it, STEEPEST / condition
TURN = np.deg2rad(25)
ACROSS, ALONG = np.array([np.sin(TURN), -np.cos(TURN)]), np.array([np.cos(TURN), np.sin(TURN)])
START = 2.6 * ALONG + 1.1 * ACROSS
X, Y = (
    np.linspace(-5.0, 5.0, 51),
    np.linspace(-3.6, 3.6, 37),
)  # more than the panel, which may widen
GROUND = np.stack(np.meshgrid(X, Y), axis=-1)  # (37, 51, 2)

QUESTION = Question(
    "The valley is 10 times as steep across as along its floor, and you stand on its slope, far "
    "from the lowest point. In which direction does the first step go?",
    (
        Option(
            "Straight to the lowest point: that is what downhill means.",
            "The gradient knows only the ground under your feet. It points where the loss grows "
            "fastest right here, and the lowest point of the whole valley is somewhere else.",
            "M01",
        ),
        Option(
            "Along the floor of the valley, where the long way is.",
            "Along the floor the ground is almost flat, so hardly any of the gradient points that "
            "way. That is why the long way is also the slow one.",
            "M01",
        ),
        Option(
            "Across the valley, at a right angle to the contour line.",
            "That is where the loss falls fastest at this place. The step runs down one side and "
            "up the other, and only a little of it leads along the floor.",
        ),
    ),
    answer=2,
)

CHALLENGE = Challenge(
    "Make the valley long, with a condition number of 20 or more, and reach the goal in 40 steps.",
    lambda state, data: state.condition >= 20 and data.reached is not None and data.reached <= 40,
)


@dataclass(frozen=True)
class Descent:
    """What the steps lead to."""

    H: np.ndarray  # (2, 2)
    w: np.ndarray  # (STEPS + 1, 2)
    loss: np.ndarray  # (STEPS + 1,)
    gradient: np.ndarray  # (STEPS + 1, 2)
    reached: int | None  # the first step with a loss below the goal

    @cached_property
    def angle(self):
        """At every step, the angle between downhill and the way to the lowest point, in degrees."""
        cosine = np.sum(_unit(self.gradient) * _unit(self.w), axis=1)
        return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def bowl(condition):
    """H (2, 2) with the curvature STEEPEST across the valley and STEEPEST / condition along it."""
    return STEEPEST * np.outer(ACROSS, ACROSS) + STEEPEST / condition * np.outer(ALONG, ALONG)


def loss(H, w):
    """w (..., 2) -> (...)"""
    return 0.5 * np.sum(w @ H * w, axis=-1)


class LongValley(Experiment):
    """Gradient descent in a long valley: where does downhill lead?"""

    condition = LogSlider(10.0, "condition number", low=1.0, high=100.0)
    part = Slider(
        0.9, "learning rate, as a part of the largest stable one", low=0.02, high=1.06, count=105
    )

    runs_on = ("gradient_descent",)
    question = QUESTION
    challenge = CHALLENGE
    opens_at = 0  # where downhill leads is seen best at the first step

    def compute(self, state, gradient_descent):
        H = bowl(state.condition)
        learning_rate = state.part * 2 / STEEPEST
        w = np.asarray(gradient_descent(lambda w: H @ w, START, learning_rate, STEPS), dtype=float)
        losses = loss(H, w)
        below = losses <= GOAL * losses[0]
        return Descent(H, w, losses, w @ H, int(np.argmax(below)) if below.any() else None)

    def scene(self, state, data):
        return Scene((_ground(data), _curve(data)), frames=STEPS + 1)

    def describe(self, state, data, frame):
        now = f"Step {frame} of {STEPS}: loss {data.loss[frame]:.3g}."
        if np.isfinite(data.angle[frame]) and data.loss[frame] > 0:
            now += f" Downhill and the way to the lowest point are {data.angle[frame]:.0f}° apart."
        if state.part > 1:
            return f"{now} The rate is too large: across the valley every step jumps higher."
        if data.reached is None:
            return f"{now} The goal, {GOAL:g} of the first loss, is not reached in {STEPS} steps."
        return f"{now} The goal, {GOAL:g} of the first loss, is reached at step {data.reached}."


def _ground(data):
    levels = data.loss[0] * np.array([0.02, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0])
    x, y = data.w.T
    downhill, home = -_unit(data.gradient).T, -_unit(data.w).T  # only their direction speaks
    return Panel(
        "The valley from above",
        Axis("weight 1", -3.4, 3.4),
        Axis("weight 2", -2.2, 2.2),
        (
            Contours(X, Y, loss(data.H, GROUND), levels, label="equal loss"),
            Path(x, y, label="the descent", role="vermillion"),
            Arrows(x, y, *downhill, label="downhill (−gradient)", role="blue"),
            Arrows(x, y, *home, label="to the lowest point", role="green"),
            Points(np.zeros(1), np.zeros(1), label="lowest point", role="purple"),
        ),
        equal=True,
    )


def _curve(data):
    start = data.loss[0]
    return Panel(
        "Loss after each step",
        Axis("step", 0, STEPS),
        Axis("loss", start * 1e-6, start * 1e2, log=True),
        (
            Path(np.arange(STEPS + 1.0), data.loss, label="the loss", role="vermillion"),
            Rule(y=GOAL * start, label="the goal", role="purple"),
        ),
    )


def _unit(v):
    """v (n, 2) with every row scaled to length 1; a row of zeros stays one."""
    return v / np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-300)
