"""Unequal features: four optimizers in the bowl L(w) = w H w / 2, whose valley can be turned.

Along the valley the curvature is 1, across it ratio^2: one feature is ratio times as large as the
other. Both directions hold the same part of the first loss. What counts is from which step on the
loss stays below the goal; a run that swings is below it now and then long before.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Row, Slider, Switch
from ..experiment import Experiment
from ..scene import Axis, Curve, Handle, Names, Panel, Path, Points, Rule, Scene

STEPS = 150  # that are drawn
LONG = 1000  # so far it is looked whether the loss stays below
GOAL = 1e-4  # of the loss at the start
RATIOS = (1, 3, 5, 10, 30, 100)
NAMES = ("SGD", "momentum", "RMSprop", "Adam")
ROLES = dict(zip(NAMES, ("vermillion", "blue", "green", "purple"), strict=True))
BETA, RHO, B1, B2, EPS = 0.9, 0.9, 0.9, 0.999, 1e-8
HEIGHTS = (0.04, 0.25, 1.0)  # of the lines of equal loss; the first loss is 1
ROUND = np.linspace(0, 2 * np.pi, 97)
TURNS = np.arange(0, 91, 5)
KEPT = {"SGD": "", "momentum": "v", "RMSprop": "s", "Adam": "mv"}  # beside w

CHALLENGE = Challenge(
    "With all rates at their best, momentum is there in at most a third of Adam's steps.",
    lambda state, data: (
        state.factor == 1 and 3 * data.stays["momentum"] <= min(data.stays["Adam"], LONG)
    ),
    example={"ratio": 30, "turn": 45},
)


@dataclass(frozen=True)
class Run:
    """What an optimizer holds after each step, each (STEPS + 1, 2), by its letter; and the loss."""

    held: dict  # "step" is the one that comes next
    loss: np.ndarray  # (STEPS + 1,)

    @property
    def w(self):
        return self.held["w"]


@dataclass(frozen=True)
class Race:
    """All four runs, by their names, with their rates, and when each of them stays below."""

    runs: dict
    rates: dict
    stays: dict  # infinite where it does not up to step LONG


class UnequalFeatures(Experiment):
    """Unequal features: who is fast in a valley, along the axes and across them?"""

    ratio = Row(5, "ratio of the features", options=RATIOS)
    turn = Slider(0, "turn of the valley", low=0, high=90, step=5, unit="°")
    factor = LogSlider(1.0, "rate, in best rates", low=0.1, high=5.0, coarse=True)
    memory = Switch("Adam", "in numbers", options=NAMES)

    runs_on = ("momentum_step", "rmsprop_step", "adam_step")
    challenge = CHALLENGE
    opens_at = 12  # all are on their way
    shows = (
        Shows(
            {"ratio": 30, "turn": 45},
            lambda state, data: data.stays["Adam"] > 3 * data.stays["momentum"],
        ),
        Shows(
            {"ratio": 30},
            lambda state, data: (
                data.stays["Adam"] < data.stays["momentum"] < 100 and not state.turn
            ),
        ),
    )

    def compute(self, state, **functions):
        H, start = valley(state.ratio, state.turn)
        best, stays = best_rates(state.ratio, state.turn)
        rates = {name: state.factor * rate for name, rate in best.items()}
        runs = {name: descend(H, start, name, rates[name], **functions) for name in NAMES}
        if state.factor != 1:
            stays = stays_from(H, start, {name: np.array([rate]) for name, rate in rates.items()})
            stays = {name: steps[0] for name, (steps, _) in stays.items()}
        return Race(runs, rates, stays)

    def scene(self, state, data):
        readings = {f"rate of {state.memory}": data.rates[state.memory]}
        panels = (_ground(state, data), _losses(data), _memory(state, data))
        return Scene(panels, frames=STEPS + 1, readings=readings)

    def describe(self, state, data, frame):
        left = [f"{name} {say(100 * data.runs[name].loss[frame], 2)} %" for name in NAMES]
        told = [
            f"{name} from step {int(data.stays[name])}"
            for name in NAMES
            if np.isfinite(data.stays[name])
        ]
        kept = ", ".join(told) or "none of them"
        return (
            f"Step {frame} of {STEPS}, loss left: {', '.join(left)}. Stays below the goal: {kept}."
        )


# ---- the maths ----


def valley(ratio, turn):
    """The curvatures H (2, 2), and the start (2,), where the loss is 1."""
    angle = np.deg2rad(turn)
    Q = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return Q @ np.diag([1.0, ratio**2.0]) @ Q.T, Q @ np.array([1.0, 1 / ratio])


def loss(H, w):
    """w (..., 2) -> (...)"""
    return 0.5 * np.sum((w @ H) * w, axis=-1)


def descend(H, start, name, lr, momentum_step, rmsprop_step, adam_step):
    """STEPS steps of the learner's functions. SGD is momentum with beta 0."""
    w, m, v, t = [start], [np.zeros(2)], [np.zeros(2)], 0
    rows, steps = {letter: [] for letter in f"wg{KEPT[name]}"}, []
    for _ in range(STEPS + 1):
        g = [H @ w[0]]
        now = {"w": w[0], "g": g[0], "m": m[0], "v": v[0], "s": v[0]}
        for letter, row in rows.items():
            row.append(now[letter])
        before = w[0]
        if name == "RMSprop":
            w, v = rmsprop_step(w, g, v, lr, RHO, EPS)
        elif name == "Adam":
            w, state = adam_step(w, g, {"m": m, "v": v, "t": t}, lr, B1, B2, EPS)
            m, v, t = state["m"], state["v"], state["t"]
        else:
            w, v = momentum_step(w, g, v, lr, BETA if name == "momentum" else 0.0)
        steps.append(w[0] - before)
    rows["step"] = steps
    held = {letter: np.array(row, dtype=float) for letter, row in rows.items()}
    return Run(held, loss(H, held["w"]))


def stays_from(H, start, rates):
    """For each name and each of its rates, the step from which on the loss stays below the goal,
    and the loss after step LONG.

    The step is infinite where there is none up to LONG. All are followed at once: a row of the
    arrays is an optimizer with a rate, and every rule is a case of the longest one.
    """
    kind = np.concatenate([np.full(len(rates[name]), i) for i, name in enumerate(NAMES)])
    lr = np.concatenate([rates[name] for name in NAMES])[:, np.newaxis]
    kept = np.array([0.0, BETA, 0.0, B1])[kind, np.newaxis]  # of the average of g, or of the sum
    new = np.array([1.0, 1.0, 1.0, 1 - B1])[kind, np.newaxis]
    scaled = len(rates["SGD"]) + len(rates["momentum"])  # the rows from here on divide by a root
    squares = np.array([RHO, B2])[kind[scaled:] - 2, np.newaxis]
    corrects = kind[:, np.newaxis] == 3
    w = np.tile(start, (len(kind), 1))
    m, v = np.zeros_like(w), np.zeros_like(w[scaled:])
    last, goal = np.zeros(len(kind)), GOAL * loss(H, start)
    left = np.full(len(kind), loss(H, start))
    for t in range(1, LONG + 1):
        g = w @ H
        m = kept * m + new * g
        v = squares * v + (1 - squares) * g[scaled:] ** 2
        c1 = 1 - B1**t * corrects  # 1 where nothing is corrected
        c2 = 1 - B2**t * corrects[scaled:]
        step = lr * m / c1
        step[scaled:] /= np.sqrt(v / c2) + EPS
        w = w - step
        left = loss(H, w)
        last[~(left < goal)] = t
    steps = np.where(last < LONG, last + 1, np.inf)
    return {name: (steps[kind == i], left[kind == i]) for i, name in enumerate(NAMES)}


@cache
def best_rates(ratio, turn):
    """For each name the best of many rates, and from which step on the loss stays below with it.

    That is the rate with the fewest steps, or where none gets there, with the lowest loss. For SGD
    it is known: 2 over the sum of both curvatures.
    """
    H, start = valley(ratio, turn)
    rates = {
        "SGD": np.array([2 / (1 + ratio**2.0)]),
        "momentum": np.geomspace(0.05, 3.7, 25) / ratio**2.0,
        "RMSprop": np.geomspace(0.001, 0.1, 25),
        "Adam": np.geomspace(0.01, 0.3, 25),
    }
    best, fewest = {}, {}
    for name, (steps, left) in stays_from(H, start, rates).items():
        first = np.lexsort((left, steps))[0]
        best[name], fewest[name] = float(rates[name][first]), float(steps[first])
    return best, fewest


# ---- what is drawn ----


def _ground(state, data):
    angle = np.deg2rad(state.turn)
    turned = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    marks = []
    for height in HEIGHTS:
        ring = np.sqrt(2 * height) * np.stack([np.cos(ROUND), np.sin(ROUND) / state.ratio], axis=1)
        told = f"loss {say(height)}"
        marks.append(Curve(*(ring @ turned).T, label=told, role="grey", in_key=False))
    for name in NAMES:
        marks.append(Path(*data.runs[name].w.T, label=name, role=ROLES[name]))
    end = -1.5 * np.cos(np.deg2rad(TURNS)), -1.5 * np.sin(np.deg2rad(TURNS))
    here = int(state.turn) // 5
    zero = np.zeros(1)
    marks += [
        Points(zero, zero, label="lowest point", role="ink", in_key=False),
        Handle(
            *(row[here : here + 1] for row in end),
            moves="turn",
            along=end,
            label="end of the valley",
            in_key=False,
        ),
    ]
    axes = Axis("weight 1", -1.7, 1.7), Axis("weight 2", -1.7, 1.7)
    return Panel("The valley from above, and four ways down", *axes, tuple(marks), equal=True)


def _losses(data):
    steps = np.arange(STEPS + 1.0)
    paths = [
        Path(steps, run.loss, label=f"loss of {name}", role=ROLES[name], in_key=False)
        for name, run in data.runs.items()
    ]
    axes = Axis("step", 0, STEPS), Axis("part", 1e-8, 1e2, log=True, fit=True)
    goal = Rule(y=GOAL, label="the goal", role="ink", in_key=False)
    return Panel("Loss, as a part of the first", *axes, (*paths, goal))


def _memory(state, data):
    """What the chosen optimizer holds after each step: a row of two numbers for each letter."""
    held = data.runs[state.memory].held
    at, marks = np.arange(STEPS + 1.0), []
    for k in (0, 1):
        x = np.array([k + 1.0])
        column = f"weight {k + 1}"
        marks.append(Names(x, np.zeros(1), (column,), align="right", label=column))
    for row, (letter, pairs) in enumerate(held.items(), start=1):
        y = np.array([-float(row)])
        name = f"the row of {letter}"
        marks.append(Names(np.zeros(1), y, (letter,), align="right", bold=True, label=name))
        for k in (0, 1):
            texts = tuple(_short(number) for number in pairs[:, k])
            place = np.full(len(at), k + 1.0), np.full(len(at), -float(row))
            told = f"{letter} of weight {k + 1}"
            marks.append(Names(*place, texts, at=at, align="right", label=told))
    axes = Axis("", -0.5, 2.1, ticks="none"), Axis("", -5.6, 0.6, ticks="none")
    return Panel(f"What {state.memory} holds", *axes, tuple(marks))


def _short(number):
    """Three digits, or one where there is a power of ten: columns are narrow."""
    text = say(number, 3)
    return say(number, 1) if "×" in text else text
