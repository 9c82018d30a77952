"""Valley race: plain gradient descent and descent with momentum in the bowl L(w) = w H w / 2.

The curvature is 1 across the valley and 1 / condition along it. The start is chosen so that both
directions hold the same part of the loss. What counts is from which step on the loss stays below
the goal: a run that swings is below it now and then long before.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Row
from ..experiment import Experiment
from ..scene import Arrows, Axis, Contours, Curve, Handle, Names, Panel, Path, Points, Rule, Scene

STEPS = 150  # that are drawn
LONG = 1000  # so far it is looked whether the goal is kept
GOAL = 1e-4  # of the loss at the start
AWAY = 10.0  # the distance from the start to the lowest point
LONGER = 5  # so many times as long as they are, the arrows are drawn
BETAS = (
    *(round(0.05 * k, 2) for k in range(19)),
    *(round(0.9 + 0.01 * k, 2) for k in range(1, 10)),
)
X, Y = np.linspace(-22.0, 22.0, 56), np.linspace(-14.0, 14.0, 71)  # more than the panel
GROUND = np.stack(np.meshgrid(X, Y), axis=-1)  # (71, 56, 2)
LEVELS = np.array([0.1, 0.4, 1.0, 4.0])  # above them is room for what is kept

CHALLENGE = Challenge(
    "Condition number 100 or more: stay below the goal from step 35 on at the latest.",
    lambda state, data: state.condition >= 100 and data.momentum_stays <= 35,
    example={"beta": 0.7, "rate": 3.0},
)


@dataclass(frozen=True)
class Run:
    """Weights, gradients and velocities after each step, each (STEPS + 1, 2), and the loss."""

    w: np.ndarray
    g: np.ndarray
    v: np.ndarray
    loss: np.ndarray  # (STEPS + 1,)


@dataclass(frozen=True)
class Race:
    """Both runs, and for each beta of the row when the goal is reached and kept."""

    curvatures: np.ndarray  # (2,) along the valley, and across it
    plain: Run
    momentum: Run
    first: np.ndarray  # (betas,) the first step below the goal; infinite beyond LONG
    stays: np.ndarray  # (betas,) the step from which on it stays below
    momentum_first: float
    momentum_stays: float
    best_plain: int  # with the best rate, without momentum


class ValleyRace(Experiment):
    """Valley race: what does a velocity do for the descent?"""

    condition = LogSlider(100.0, "condition number", low=1.0, high=1000.0, coarse=True)
    beta = Row(0.5, "beta, the part of the velocity that is kept", options=BETAS)
    rate = LogSlider(1.0, "learning rate", low=0.05, high=4.0)

    runs_on = ("momentum_step",)
    challenge = CHALLENGE
    opens_at = 30  # both are on their way
    shows = (
        Shows(
            {"beta": 0.8},  # the fewest of the four, and 0.99 needs more than none
            lambda state, data: (
                data.momentum_stays < data.stays[BETAS.index(0.5)] < data.stays[0]
                and data.stays[0] < data.stays[BETAS.index(0.99)]
            ),
        ),
    )

    def compute(self, state, momentum_step):
        curvatures = np.array([1 / state.condition, 1.0])
        plain = descend(momentum_step, curvatures, state.rate, 0.0)
        momentum = descend(momentum_step, curvatures, state.rate, state.beta)
        first, stays = steps_to_goal(curvatures, state.rate, np.array(BETAS))
        here = BETAS.index(state.beta)
        reached = first[here], stays[here], best_without(state.condition)
        return Race(curvatures, plain, momentum, first, stays, *reached)

    def scene(self, state, data):
        parts = [run.loss / run.loss[0] for run in (data.plain, data.momentum)]
        readings = {"plain: loss, part of the first": parts[0], "with momentum": parts[1]}
        panels = (_ground(data), _losses(parts), _by_beta(state, data))
        return Scene(panels, frames=STEPS + 1, readings=readings)

    def describe(self, state, data, frame):
        left = [100 * run.loss[frame] / run.loss[0] for run in (data.plain, data.momentum)]
        now = (
            f"Step {frame} of {STEPS}: of the first loss {say(left[0], 2)} % is left without"
            f" momentum, {say(left[1], 2)} % with it."
        )
        told = f"{now} Below the goal for good: {_step(data.stays[0])} without momentum, "
        told += f"{_step(data.momentum_stays)} with beta {say(state.beta)}"
        if data.momentum_first < data.momentum_stays:
            told += f" (once already at step {int(data.momentum_first)})"
        return f"{told}."


def _step(stays):
    return f"from step {int(stays)}" if np.isfinite(stays) else f"not in {LONG} steps"


# ---- the maths ----


def start(curvatures):
    """The place AWAY from the lowest point at which both directions hold the same loss."""
    w = 1 / np.sqrt(curvatures)
    return AWAY * w / np.linalg.norm(w)


def loss(curvatures, w):
    """w (..., 2) -> (...)"""
    return 0.5 * np.sum(curvatures * w**2, axis=-1)


def descend(momentum_step, curvatures, lr, beta):
    """STEPS steps of the learner's function, from rest."""
    w, v = [start(curvatures)], [np.zeros(2)]
    weights, velocities = [w[0]], [v[0]]
    for _ in range(STEPS):
        w, v = momentum_step(w, [curvatures * w[0]], v, lr, beta)
        weights.append(w[0])
        velocities.append(v[0])
    w, v = np.array(weights, dtype=float), np.array(velocities, dtype=float)
    return Run(w, curvatures * w, v, loss(curvatures, w))


def steps_to_goal(curvatures, lr, betas):
    """For each beta the first step below the goal, and the one from which on it stays below.

    All of them at once. They are followed a little beyond LONG, so that who swings is seen to.
    """
    steps = LONG + LONG // 5
    w = np.tile(start(curvatures), (len(betas), 1))  # (betas, 2)
    v, beta = np.zeros_like(w), betas[:, np.newaxis]
    weights = np.empty((steps + 1, *w.shape))
    weights[0] = w
    for t in range(1, steps + 1):
        v = beta * v + curvatures * w
        w = w - lr * v
        weights[t] = w
    losses = loss(curvatures, weights)  # (steps + 1, betas)
    below = losses < GOAL * losses[0]
    first = np.where(below.any(axis=0), np.argmax(below, axis=0), np.inf)
    stays = steps + 1.0 - np.argmax(~below[::-1], axis=0)  # one after the last that is not
    return _within(first), _within(stays)


def _within(steps):
    return np.where(steps <= LONG, steps, np.inf)


@lru_cache
def best_without(condition):
    """The fewest steps to the goal without momentum, among many rates."""
    factors = 1 - np.linspace(0.02, 2.0, 400)[:, np.newaxis] * np.array([1 / condition, 1.0])
    low, high = np.zeros(len(factors)), np.full(len(factors), 1e6)  # the loss falls all the time
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        below = np.mean(factors ** (2 * middle[:, np.newaxis]), axis=1) < GOAL
        low, high = np.where(below, low, middle), np.where(below, middle, high)
    return int(high.min())


# ---- what is drawn ----


def _ground(data):
    x, y = data.momentum.w.T
    steps = np.arange(len(x), dtype=float)
    g, v = -LONGER * data.momentum.g.T, -LONGER * data.momentum.v.T
    return Panel(
        "The valley from above",
        Axis("weight 1", -11.0, 11.0),
        Axis("weight 2", -7.0, 7.5),
        (
            Contours(X, Y, loss(data.curvatures, GROUND), LEVELS, label="loss", in_key=False),
            Path(*data.plain.w.T, label="plain descent", role="vermillion"),
            Path(x, y, label="descent with momentum", role="blue"),
            Arrows(x, y, *g, at=steps, label=f"−gradient × {LONGER}", role="green"),
            Arrows(x, y, *v, at=steps, label=f"−velocity × {LONGER}", role="blue"),
            Points(np.zeros(1), np.zeros(1), label="lowest point", role="purple"),
            *_kept(data),
        ),
        equal=True,
    )


def _losses(parts):
    steps = np.arange(STEPS + 1.0)
    return Panel(
        "Loss, as a part of the first",
        Axis("step", 0, STEPS),
        Axis("part", 1e-8, 1e3, log=True, fit=True),
        (
            Path(
                steps, parts[0], label="the loss of plain descent", role="vermillion", in_key=False
            ),
            Path(steps, parts[1], label="the loss with momentum", role="blue", in_key=False),
            Rule(y=GOAL, label="the goal", role="purple"),
        ),
    )


def _by_beta(state, data):
    betas = np.array(BETAS)
    track = np.minimum(data.stays, LONG)
    here = BETAS.index(state.beta)
    kept, seen = np.isfinite(data.stays), np.isfinite(data.first)
    return Panel(
        "Steps to the goal, at this rate",
        Axis("beta", 0.0, 1.0),
        Axis("steps", 1.0, 1e4, log=True, fit=True),
        (
            Curve(betas[seen], data.first[seen], label="first below", role="green"),
            Curve(betas[kept], data.stays[kept], label="stays below", role="blue"),
            Rule(y=float(data.best_plain), label="best without momentum", role="vermillion"),
            Handle(
                betas[here : here + 1],
                track[here : here + 1],
                moves="beta",
                along=(betas, track),
                label="beta",
            ),
        ),
    )


def _kept(data):
    """What each of them holds after each step, in numbers: three lines above the valley."""
    steps = np.arange(STEPS + 1.0)
    plain, other = data.plain, data.momentum
    for name, y, held in (
        ("plain", 6.5, {"w": plain.w, "g": plain.g}),
        ("momentum", 5.4, {"w": other.w, "g": other.g}),
        ("its velocity", 4.3, {"v": other.v}),
    ):
        texts = [f"{name}:" for _ in steps]
        for letter, pairs in held.items():
            told = [f"  {letter} = ({_short(a)}, {_short(b)})" for a, b in pairs]
            texts = [before + more for before, more in zip(texts, told, strict=True)]
        place = np.full(len(steps), -10.6), np.full(len(steps), y)
        yield Names(*place, tuple(texts), at=steps, align="left", label=f"{name}, in numbers")


def _short(number):
    """Two decimals, so that the columns do not jump."""
    if not abs(number) < 1000:
        return say(number, 1)
    return f"{number:.2f}".replace("-", "−") if abs(number) >= 0.005 else "0.00"
