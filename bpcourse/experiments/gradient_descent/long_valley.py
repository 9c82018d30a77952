"""Long valley: gradient descent in the bowl L(w) = w H w / 2, long in one direction.

The largest curvature limits the rate, the smallest decides how many steps are needed; their ratio
is the condition number.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Places, Slider
from ..experiment import Experiment
from ..scene import Arrows, Axis, Contours, Handle, Panel, Path, Points, Rule, Scene

STEPS = 80
GOAL = 1e-3  # of the loss at the start
LARGEST = 2.0  # curvature across the valley; along it, LARGEST / condition
TURN = np.deg2rad(25)
ACROSS, ALONG = np.array([np.sin(TURN), -np.cos(TURN)]), np.array([np.cos(TURN), np.sin(TURN)])
X, Y = np.linspace(-7.0, 7.0, 71), np.linspace(-4.4, 4.4, 45)  # more than the panel at any width
GROUND = np.stack(np.meshgrid(X, Y), axis=-1)  # (45, 71, 2)
LEVELS = np.array([0.1, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0])

CHALLENGE = Challenge(
    "Condition number 30 or more, start at least 2 away: reach the goal in 40 steps.",
    lambda state, data: (
        state.condition >= 30
        and data.reached is not None
        and data.reached <= 40
        and np.linalg.norm(data.w[0]) >= 2
    ),
    example={"condition": 30.0, "part": 0.93},
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
    """H (2, 2) with the curvature LARGEST across the valley and LARGEST / condition along it."""
    return LARGEST * np.outer(ACROSS, ACROSS) + LARGEST / condition * np.outer(ALONG, ALONG)


def loss(H, w):
    """w (..., 2) -> (...)"""
    return 0.5 * np.sum(w @ H * w, axis=-1)


class LongValley(Experiment):
    """Gradient descent in a long valley: where does downhill lead?"""

    condition = LogSlider(1.0, "condition number", low=1.0, high=100.0)
    part = Slider(0.9, "rate, as a part of the largest stable one", low=0.02, high=1.06, step=0.01)
    start = Places([(2.8, 0.1)], "start", x=(-3.3, 3.3), y=(-2.1, 2.1))

    runs_on = ("gradient_descent",)
    challenge = CHALLENGE
    shows = (Shows({"condition": 10.0}, lambda state, data: data.angle[0] > 45),)
    opens_at = 0  # where downhill leads is seen best at the first step

    def compute(self, state, gradient_descent):
        H = bowl(state.condition)
        learning_rate = state.part * 2 / LARGEST
        w = gradient_descent(lambda w: H @ w, state.start[0], learning_rate, STEPS)
        w = np.asarray(w, dtype=float)
        losses = loss(H, w)
        below = losses <= GOAL * losses[0]
        return Descent(H, w, losses, w @ H, int(np.argmax(below)) if below.any() else None)

    def scene(self, state, data):
        readings = {"loss": data.loss, "degrees off": np.round(data.angle, 1)}
        return Scene((_ground(data), _curve(data)), frames=STEPS + 1, readings=readings)

    def describe(self, state, data, frame):
        now = f"Step {frame} of {STEPS}:"
        if np.isfinite(data.angle[frame]) and data.loss[frame] > 0:
            now += (
                " downhill and the way to the lowest point are"
                f" {say(round(data.angle[frame]))}° apart."
            )
        else:
            now += " the lowest point is reached."
        if state.part > 1:
            return f"{now} The rate is too large: across the valley every step jumps higher."
        goal = f"The goal, {say(GOAL)} of the first loss, is"
        if data.reached is None:
            return f"{now} {goal} not reached in {STEPS} steps."
        return f"{now} {goal} reached at step {data.reached}."


def _ground(data):
    x, y = data.w.T
    steps = np.arange(len(x), dtype=float)
    downhill, home = -_unit(data.gradient).T, -_unit(data.w).T  # only their direction speaks
    return Panel(
        "The valley from above",
        Axis("weight 1", -3.4, 3.4),
        Axis("weight 2", -2.2, 2.2),
        (
            Contours(X, Y, loss(data.H, GROUND), LEVELS, label="loss", in_key=False),
            Path(x, y, label="the descent", role="vermillion"),
            Arrows(x, y, *home, at=steps, label="to the lowest point", role="green"),
            Arrows(x, y, *downhill, at=steps, label="downhill (−gradient)", role="blue"),
            Points(np.zeros(1), np.zeros(1), label="lowest point", role="purple"),
            Handle(x[:1], y[:1], moves="start", label="starting point"),
        ),
        equal=True,
    )


def _curve(data):
    start = max(data.loss[0], 1e-9)
    return Panel(
        "Loss after each step",
        Axis("step", 0, STEPS),
        Axis("loss", 1e-8, 1e4, log=True, fit=True),
        (
            Path(np.arange(STEPS + 1.0), data.loss, label="the loss", role="vermillion"),
            Rule(y=GOAL * start, label="the goal", role="purple"),
        ),
    )


def _unit(v):
    """v (n, 2) with every row scaled to length 1; a row of zeros stays one."""
    return v / np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-300)
