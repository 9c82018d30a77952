"""Cliff: gradient descent beside a wall, where one step can throw it far back.

    L(w) = a slope down to the wall and along it, and the wall itself, steep beyond its foot

Clipping by norm shortens the gradient and keeps its direction. Clipping by value limits each
element, so what it does depends on how the axes of the weights lie: turn them, and see. Source of
the picture: Pascanu, Mikolov and Bengio (2013), "On the difficulty of training recurrent neural
networks".
"""

from dataclasses import dataclass

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Places, Slider, Switch
from ..experiment import Experiment
from ..scene import Arrows, Axis, Contours, Handle, Names, Panel, Path, Points, Rule, Scene

STEPS = 60
HEIGHT, SHARPNESS = 32.1, 60.0  # of the wall: its slope, and how suddenly it begins
PULL, BEND = 2.0, 0.3  # the slope down to the wall, and how the ground is curved along it
HIT = 12  # the step at which the descent meets the wall, at the start state
X, Y = np.linspace(-4.5, 6.5, 56), np.linspace(-4.4, 2.2, 133)
LEVELS = np.array([0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0])

CHALLENGE = Challenge(
    "Axes turned by 20° or more: the last 10 steps within 0.5 of the lowest point, no step longer.",
    lambda state, data: state.turn >= 20 and data.far[-10:].max() <= 0.5 and data.longest <= 0.5,
    example={"turn": 20, "clip": "norm", "limit": 3.0},
)


@dataclass(frozen=True)
class Descent:
    """What the steps lead to. Gradients are in the weights' own axes, which may be turned."""

    w: np.ndarray  # (STEPS + 1, 2) in the axes of the picture
    loss: np.ndarray  # (STEPS + 1,)
    gradient: np.ndarray  # (STEPS + 1, 2) at each place
    used: np.ndarray  # (STEPS + 1, 2) after clipping
    axes: np.ndarray  # (2, 2) a row for each axis of the weights, in the axes of the picture
    lowest: np.ndarray  # (2,)

    @property
    def longest(self):
        return np.max(np.linalg.norm(np.diff(self.w, axis=0), axis=1))

    @property
    def far(self):
        """(STEPS + 1,) how far from the lowest point."""
        return np.linalg.norm(self.w - self.lowest, axis=1)

    @property
    def turned(self):
        """(STEPS + 1,) by how many degrees clipping turns the gradient."""
        cross = self.gradient[:, 0] * self.used[:, 1] - self.gradient[:, 1] * self.used[:, 0]
        return np.degrees(np.abs(np.arctan2(cross, np.sum(self.gradient * self.used, axis=1))))


def loss(w):
    """w (..., 2) -> (...)"""
    along, across = w[..., 0], w[..., 1]
    wall = HEIGHT / SHARPNESS * np.logaddexp(0.0, SHARPNESS * across)
    return BEND / 2 * along**2 - PULL * across + wall


def gradient(w):
    """w (2,) -> (2,)"""
    steep = HEIGHT * 0.5 * (1 + np.tanh(SHARPNESS * w[1] / 2))
    return np.array([BEND * w[0], steep - PULL])


def lowest():
    """(2,) the lowest point, where the wall is as steep as the ground slopes down to it."""
    return np.array([0.0, np.log(PULL / (HEIGHT - PULL)) / SHARPNESS])


class Cliff(Experiment):
    """The cliff: what does clipping do to a step from a wall?"""

    clip = Switch("off", "clip", options=("off", "norm", "value"))
    limit = LogSlider(1.0, "limit", low=0.1, high=30.0)
    learning_rate = LogSlider(0.1, "learning rate", low=0.02, high=0.5)
    turn = Slider(0, "turn of the weights' axes", low=0, high=45, step=5, unit="°")
    start = Places([(1.44, -2.31)], "start", x=(-2.0, 3.8), y=(-3.4, 0.4), step=0.01)

    runs_on = ("clip_by_norm", "clip_by_value")
    challenge = CHALLENGE
    shows = (
        Shows({"clip": "norm"}, lambda state, data: data.turned[HIT] < 0.01),
        Shows({"clip": "value", "limit": 3.0}, lambda state, data: data.turned[HIT] > 5),
        Shows({"clip": "value", "limit": 3.0, "turn": 20}, lambda s, data: data.turned[HIT] > 20),
    )
    opens_at = HIT  # the step from the wall is the one to look at

    def compute(self, state, clip_by_norm, clip_by_value):
        def clipped(g):
            if state.clip == "norm":
                return clip_by_norm([g], state.limit)[0][0]
            return clip_by_value([g], state.limit)[0] if state.clip == "value" else g

        angle = np.deg2rad(state.turn)
        axes = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        w, gradients, used = [state.start[0]], [], []
        for _ in range(STEPS + 1):
            gradients.append(axes @ gradient(w[-1]))
            used.append(clipped(gradients[-1]))
            w.append(w[-1] - state.learning_rate * used[-1] @ axes)
        w = np.array(w[:-1])
        return Descent(w, loss(w), np.array(gradients), np.array(used), axes, lowest())

    def scene(self, state, data):
        readings = {
            "gradient": np.linalg.norm(data.gradient, axis=1),
            "used": np.linalg.norm(data.used, axis=1),
            "degrees turned": np.round(data.turned, 1),
        }
        panels = _ground(state, data), _norms(state, data), _curve(data)
        return Scene(panels, frames=STEPS + 1, readings=readings)

    def describe(self, state, data, frame):
        before, after = np.linalg.norm(data.gradient[frame]), np.linalg.norm(data.used[frame])
        head = f"Step {frame} of {STEPS}: the gradient is {say(before)} long"
        whole = f"The longest of all steps is {say(data.longest)}."
        if state.clip == "off":
            return f"{head}, and used as it is. {whole}"
        if after > before * (1 - 1e-9):
            return f"{head}, below the limit, and used as it is. {whole}"
        turned = data.turned[frame]
        way = "in the same direction" if turned < 0.1 else f"and turned by {say(round(turned, 1))}°"
        return f"{head}, and clipped by {state.clip} to {say(after)}, {way}. {whole}"


def _ground(state, data):
    x, y = data.w.T
    steps = np.arange(len(x), dtype=float)
    before, after = (-state.learning_rate * g @ data.axes for g in (data.gradient, data.used))
    ground = loss(np.stack(np.meshgrid(X, Y), axis=-1))
    corner = np.full(len(x), -2.35), np.ones(len(x))
    told = [tuple(map(_pair, g)) for g in (data.gradient, data.used)]
    return Panel(
        "The ground from above, with the wall at the top",
        Axis("along the wall", -2.4, 4.0, ticks="none"),
        Axis("towards the wall", -3.7, 1.5, ticks="none"),
        (
            Contours(X, Y, ground, LEVELS, label="loss", in_key=False),
            Path(x, y, label="the descent", role="vermillion"),
            Arrows(x, y, *before.T, at=steps, label="before clipping", role="purple"),
            Arrows(x, y, *after.T, at=steps, label="step taken", role="blue"),
            Points(*data.lowest[:, np.newaxis], label="lowest point", role="green"),
            Handle(x[:1], y[:1], moves="start", label="starting point"),
            Names(
                *(corner[0], 1.18 * corner[1]),
                tuple(f"gradient {text}" for text in told[0]),
                at=steps, align="left", label="the gradient", role="purple",
            ),
            Names(
                *(corner[0], 0.72 * corner[1]),
                tuple(f"used {text}" for text in told[1]),
                at=steps, align="left", label="what is used of it", role="blue",
            ),
            *_cross(data.axes),
        ),
        equal=True,
    )  # fmt: skip


def _cross(axes):
    """The axes of the weights, as a small cross at the upper right."""
    middle = np.array([3.1, 0.55])
    tips = middle + 0.62 * axes
    x, y = np.repeat(middle[:, np.newaxis], 2, axis=1)
    dx, dy = (0.5 * axes).T
    yield Arrows(x, y, dx, dy, label="axes of the weights", role="ink", width=1.2, in_key=False)
    yield Names(*tips.T, ("w₁", "w₂"), label="axes of the weights")


def _pair(g):
    return f"({say(g[0], 2)}, {say(g[1], 2)})"


def _norms(state, data):
    steps = np.arange(STEPS + 1.0)
    rule = Rule(y=state.limit, moves="limit", label="limit line", role="green")
    return Panel(
        "Length of the gradient",
        Axis("step", 0, STEPS),
        Axis("length", 0.03, 100, log=True),
        (
            Path(steps, np.linalg.norm(data.gradient, axis=1), label="before", role="purple"),
            Path(steps, np.linalg.norm(data.used, axis=1), label="used", role="blue"),
            rule,
        ),
    )


def _curve(data):
    path = Path(np.arange(STEPS + 1.0), data.loss, label="the loss", role="vermillion")
    axes = Axis("step", 0, STEPS), Axis("loss", 0.1, 1e4, log=True, fit=True)
    return Panel("Loss after each step", *axes, (path,))
