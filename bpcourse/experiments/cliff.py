"""Cliff: gradient descent beside a wall, where one step can throw it far away.

    L(w) = along the floor, a shallow bowl; across, a wall that rises steeply beyond its foot

Clipping by norm shortens the step and keeps its direction; clipping by value limits each element,
which turns it. Source of the picture: Pascanu, Mikolov and Bengio (2013), "On the difficulty of
training recurrent neural networks".
"""

from dataclasses import dataclass

import numpy as np

from .controls import LogSlider, Switch
from .experiment import Experiment
from .question import Challenge, Option, Question
from .scene import Arrows, Axis, Contours, Panel, Path, Points, Rule, Scene

STEPS = 60
TURN = np.deg2rad(25)
ACROSS, ALONG = np.array([np.cos(TURN), np.sin(TURN)]), np.array([-np.sin(TURN), np.cos(TURN)])
FOOT, HEIGHT, SHARPNESS = 1.0, 12.0, 9.0  # where the wall begins, its slope, how suddenly
FLOOR = 0.3 * np.eye(2)
MIDDLE = 1.4 * ACROSS  # the bowl's own middle lies behind the foot of the wall
START = 1.4 * ACROSS + 1.8 * ALONG  # on the wall
EARLY = 12  # steps
X, Y = np.linspace(-7.5, 3.5, 56), np.linspace(-4.5, 4.0, 44)
GROUND = np.stack(np.meshgrid(X, Y), axis=-1)  # (44, 56, 2)

QUESTION = Question(
    "The gradient is (0.3, 30), and the limit is 3. What do clipping by norm and clipping by value "
    "make of it?",
    (
        Option(
            "Both give (0.3, 3): what is too large is cut down to the limit.",
            "That is clipping by value. By norm, all elements are multiplied by the same factor, "
            "about a tenth here, so the small one shrinks too and the direction stays.",
            "M26",
        ),
        Option(
            "Both give (0.03, 3): they do the same.",
            "That is clipping by norm. By value, each element is limited on its own, so 0.3 stays "
            "0.3 beside 3, and the arrow turns towards it.",
            "M26",
        ),
        Option(
            "By norm (0.03, 3), by value (0.3, 3).",
            "By norm everything is scaled by about 0.1, and the arrow keeps its direction. By "
            "value only the large element is cut, and the arrow turns.",
        ),
        Option(
            "By norm (0.3, 3), by value (0.03, 3).",
            "It is the other way round: the norm belongs to the whole arrow, which is scaled as "
            "one. The value belongs to each element, which is cut on its own.",
            "M26",
        ),
    ),
    answer=2,
)

CHALLENGE = Challenge(
    f"Be near the lowest point after {EARLY} steps, with a loss within 0.01 of the smallest, and "
    "without a single step longer than 1.",
    lambda state, data: data.loss[EARLY] < data.lowest_loss + 0.01 and data.longest < 1,
)


@dataclass(frozen=True)
class Descent:
    """What the steps lead to."""

    w: np.ndarray  # (STEPS + 1, 2)
    loss: np.ndarray  # (STEPS + 1,)
    gradient: np.ndarray  # (STEPS + 1, 2) at each place
    used: np.ndarray  # (STEPS + 1, 2) after clipping
    lowest: np.ndarray  # (2,) the lowest point
    lowest_loss: float

    @property
    def longest(self):
        return np.max(np.linalg.norm(np.diff(self.w, axis=0), axis=1))

    @property
    def turned(self):
        """(STEPS + 1,) by how many degrees clipping turns the gradient."""
        norms = [np.linalg.norm(g, axis=1) for g in (self.gradient, self.used)]
        cosine = np.sum(self.gradient * self.used, axis=1) / np.maximum(norms[0] * norms[1], 1e-300)
        return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def loss(w):
    """w (..., 2) -> (...)"""
    from_middle = w - MIDDLE
    beyond = SHARPNESS * (w @ ACROSS - FOOT)
    return 0.5 * np.sum(from_middle @ FLOOR * from_middle, axis=-1) + (
        HEIGHT / SHARPNESS * np.logaddexp(0.0, beyond)
    )


def gradient(w):
    """w (2,) -> (2,)"""
    steep = HEIGHT * 0.5 * (1 + np.tanh(SHARPNESS * (w @ ACROSS - FOOT) / 2))
    return FLOOR @ (w - MIDDLE) + steep * ACROSS


class Cliff(Experiment):
    """The cliff: what does clipping do to a step from a wall?"""

    clip = Switch("off", "clip", options=("off", "norm", "value"))
    limit = LogSlider(1.0, "limit", low=0.03, high=30.0)
    learning_rate = LogSlider(0.5, "learning rate", low=0.03, high=1.6)

    runs_on = ("clip_by_norm", "clip_by_value")
    question = QUESTION
    challenge = CHALLENGE
    opens_at = 0  # the step from the wall is the one to look at

    def compute(self, state, clip_by_norm, clip_by_value):
        def clipped(g):
            if state.clip == "norm":
                return clip_by_norm([g], state.limit)[0][0]
            return clip_by_value([g], state.limit)[0] if state.clip == "value" else g

        w = [START]
        gradients, used = [], []
        for _ in range(STEPS + 1):
            gradients.append(gradient(w[-1]))
            used.append(clipped(gradients[-1]))
            w.append(w[-1] - state.learning_rate * used[-1])
        w = np.array(w[:-1])
        lowest = _lowest()
        return Descent(w, loss(w), np.array(gradients), np.array(used), lowest, float(loss(lowest)))

    def scene(self, state, data):
        return Scene((_ground(state, data), _norms(state, data), _curve(data)), frames=STEPS + 1)

    def describe(self, state, data, frame):
        before, after = np.linalg.norm(data.gradient[frame]), np.linalg.norm(data.used[frame])
        head = f"Step {frame} of {STEPS}: loss {data.loss[frame]:.3g}, gradient {before:.3g} long"
        whole = f"The longest step of all was {data.longest:.2g}."
        if state.clip == "off":
            return f"{head}, used as it is. {whole}"
        if after > before * (1 - 1e-9):
            return f"{head}, below the limit, so used as it is. {whole}"
        turned = data.turned[frame]
        way = "in the same direction" if turned < 0.1 else f"and turned by {turned:.0f}°"
        return f"{head}, clipped by {state.clip} to {after:.3g} {way}. {whole}"


def _lowest():
    """The lowest point, by Newton's method across the wall and at once along it."""
    part = FOOT
    for _ in range(60):
        s = 0.5 * (1 + np.tanh(SHARPNESS * (part - FOOT) / 2))
        slope = 0.3 * (part - 1.4) + HEIGHT * s
        part -= slope / (0.3 + HEIGHT * SHARPNESS * s * (1 - s))
    return part * ACROSS


def _ground(state, data):
    x, y = data.w.T
    levels = data.lowest_loss + np.array([0.02, 0.1, 0.3, 0.8, 1.6, 3.0, 6.0, 12.0])
    before, after = (-state.learning_rate * g for g in (data.gradient, data.used))
    return Panel(
        "The ground from above",
        Axis("weight 1", -7.0, 3.0),
        Axis("weight 2", -3.6, 3.4),
        (
            Contours(X, Y, loss(GROUND), levels, label="equal loss"),
            Path(x, y, label="the descent", role="vermillion"),
            Arrows(x, y, *before.T, label="the step before clipping", role="purple"),
            Arrows(x, y, *after.T, label="the step that is taken", role="blue"),
            Points(*data.lowest[:, np.newaxis], label="lowest point", role="green"),
        ),
        equal=True,
    )


def _norms(state, data):
    steps = np.arange(STEPS + 1.0)
    marks = [
        Path(steps, np.linalg.norm(data.gradient, axis=1), label="before clipping", role="purple"),
        Path(steps, np.linalg.norm(data.used, axis=1), label="after clipping", role="blue"),
    ]
    label = "the limit, not used" if state.clip == "off" else "the limit"
    marks.append(Rule(y=state.limit, label=label, role="green"))
    axes = Axis("step", 0, STEPS), Axis("length of the gradient", 1e-3, 1e2, log=True)
    return Panel("How long the gradient is", *axes, tuple(marks))


def _curve(data):
    path = Path(np.arange(STEPS + 1.0), data.loss, label="the loss", role="vermillion")
    return Panel("Loss", Axis("step", 0, STEPS), Axis("loss", 0.01, 100, log=True), (path,))
