"""Confidently wrong: a sigmoid unit starts far on the wrong side, and two losses race from there.

    cross-entropy   dL/dz = a - 1                 the target is 1, a = sigmoid(z)
    squared error   dL/dz = 2 (a - 1) a (1 - a)

Where a is near 0 the slope a (1 - a) of the sigmoid is, too, and the squared error hardly moves.
The net is 2-16-1 with tanh, trained on two moons, and only the bias of its output starts there. The
target is y, and t counts the updates that are done.
"""

import math
from dataclasses import dataclass

import numpy as np

from ...datasets import two_moons
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Row, Slider
from ..experiment import Experiment, in_slices
from ..scene import Axis, Handle, Panel, Path, Rule, Scene

LOSSES = ("cross-entropy", "squared error")
ROLES = ("blue", "vermillion")
UNIT, NETS = "unit", tuple(f"net-{seed}" for seed in range(1, 11))
UPDATES = {UNIT: 2000} | dict.fromkeys(NETS, 500)
ENOUGH = {UNIT: 0.9} | dict.fromkeys(NETS, 0.85)  # of the probability, or of the points
SAMPLES, HIDDEN = 200, 16
STARTS = Slider(-8.0, "first logit", low=-10.0, high=2.0, step=0.5)

CHALLENGE = Challenge(
    "A net that starts at −6 or below: squared error reaches 85 % within 30 updates.",
    lambda state, data: (
        state.learner in NETS and state.start <= -6 and data.is_last and data.updates[1] <= 30
    ),
    example={"learner": NETS[0], "times": 50.0},
)


@dataclass(frozen=True)
class Race:
    """What was seen before some of the updates, for both losses."""

    update: np.ndarray  # (records,) before which update, the first is 1
    logit: np.ndarray  # (2, records)
    right: np.ndarray  # (2, records) the probability of the right class, or the share of points
    slope: np.ndarray  # (2, records) the size of the gradient
    loss: np.ndarray  # (2, records), each its own
    updates: tuple  # after how many of them each loss is above `enough`; infinite if never
    enough: float
    is_last: bool


class ConfidentlyWrong(Experiment):
    """Confidently wrong: which loss finds its way back?"""

    start = STARTS
    learning_rate = LogSlider(1.0, "learning rate", low=0.1, high=30.0)
    times = LogSlider(1.0, "squared error's rate, times", low=1.0, high=3000.0)
    learner = Row(UNIT, "what learns", options=(UNIT, *NETS))

    runs_on = ("bce_with_logits",)
    challenge = CHALLENGE
    shows = (
        Shows({}, lambda state, data: data.updates[1] > 50 * data.updates[0]),
        Shows({"times": 1500.0}, lambda state, data: data.updates[1] <= 3),
        Shows(
            {"learner": NETS[0], "times": 300.0},
            lambda state, data: data.updates[0] <= 30 and data.updates[1] == np.inf,
        ),
    )
    opens_at = 0  # before the first update, where both are alike

    def compute(self, state, bce_with_logits):
        rates = state.learning_rate, state.learning_rate * state.times
        runners = [_runner(state, i, rate, bce_with_logits) for i, rate in enumerate(rates)]
        count = UPDATES[state.learner]
        wanted = set(np.unique(np.round(np.geomspace(1, count + 1, 60))).astype(int).tolist())
        enough, reached, records = ENOUGH[state.learner], [np.inf, np.inf], []
        for t, is_time in in_slices(count + 1):
            now = [next(runner) for runner in runners]
            for i, (right, _) in enumerate(now):
                if right > enough and reached[i] == np.inf:
                    reached[i] = t
            if t + 1 in wanted:
                records.append((t + 1, *np.transpose([(right, *see()) for right, see in now])))
            if is_time:
                update, right, logit, slope, loss = map(np.array, zip(*records, strict=True))
                arrays = (part.T for part in (logit, right, slope, loss))
                yield Race(update, *arrays, tuple(reached), enough, t == count)

    def scene(self, state, data):
        readings = {
            "right, cross-entropy": data.right[0],
            "right, squared error": data.right[1],
        }
        panels = _logits(state, data), _right(state, data), _slopes(state, data)
        panels = (*panels, _losses(state, data))
        return Scene(panels, len(data.update), "update", data.update - 1.0, readings=readings)

    def describe(self, state, data, frame):
        update = data.update[frame]
        thing = "the probability is" if state.learner == UNIT else "the share of right answers is"
        now = [f"{say(data.right[i][frame])} with {LOSSES[i]}" for i in (0, 1)]
        there = [
            f"{LOSSES[i]} since {say(data.updates[i])}"
            for i in (0, 1)
            if data.updates[i] < update  # what comes later is not told
        ]
        told = ", ".join(there) or "none of them yet"
        return (
            f"After {say(update - 1)} updates {thing} {now[0]} and {now[1]}. "
            f"Above {say(data.enough)}: {told}."
        )


def _runner(state, i, rate, bce_with_logits):
    """Yields, before each update, how right it is, and a function that says what else is seen."""
    return (_unit if state.learner == UNIT else _net)(state, i, rate, bce_with_logits)


def _unit(state, i, rate, bce_with_logits):
    z, y = state.start, np.ones(1)
    while True:
        a = 0.5 * (1 + math.tanh(z / 2))
        slope = a - 1 if i == 0 else 2 * (a - 1) * a * (1 - a)

        def see(z=z, a=a, slope=slope):
            loss = bce_with_logits(np.array([z]), y) if i == 0 else (a - 1) ** 2
            return z, abs(slope), float(loss)

        yield a, see
        z -= rate * slope


def _net(state, i, rate, bce_with_logits):
    rng = np.random.default_rng(1 + NETS.index(state.learner))
    X, y = two_moons(SAMPLES, noise=0.1, rng=rng)
    W1, b1 = rng.normal(size=(2, HIDDEN)) / np.sqrt(2), np.zeros(HIDDEN)
    W2, b2 = rng.normal(size=(HIDDEN, 1)) / np.sqrt(HIDDEN), np.full(1, state.start)
    while True:
        A = np.tanh(X @ W1 + b1)  # (n, 16)
        z = A @ W2 + b2  # (n, 1)
        a = 0.5 * (1 + np.tanh(z / 2))
        dz = (a - y) / len(y) if i == 0 else 2 * (a - y) * a * (1 - a) / len(y)
        dZ1 = dz @ W2.T * (1 - A**2)
        grads = X.T @ dZ1, dZ1.sum(axis=0), A.T @ dz, dz.sum(axis=0)

        def see(z=z, a=a, grads=grads):
            loss = bce_with_logits(z, y) if i == 0 else np.mean((a - y) ** 2)
            norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
            return np.mean(z[y > 0.5]), norm, float(loss)

        yield np.mean((z > 0) == (y > 0.5)), see
        moved = (w - rate * dw for w, dw in zip((W1, b1, W2, b2), grads, strict=True))
        W1, b1, W2, b2 = moved


# ---- what is drawn ----


def _axis(state):
    return Axis("update", 1, UPDATES[state.learner] + 1, log=True)


def _paths(data, values, **more):
    for i in (0, 1):
        yield Path(data.update * 1.0, values[i], label=LOSSES[i], role=ROLES[i], **more)


def _logits(state, data):
    starts = np.array(STARTS.values)
    title = "The logit" if state.learner == UNIT else "Mean logit of class 1"
    handle = Handle(
        np.ones(1),
        np.array([state.start]),
        moves="start",
        along=(np.ones(len(starts)), starts),
        label="starting point",
        in_key=False,
    )
    middle = Rule(y=0.0, label="undecided", role="purple")
    return Panel(
        f"{title}, before each update",
        _axis(state),
        Axis("logit", -11, 11),
        (*_paths(data, data.logit), middle, handle),
    )


def _right(state, data):
    title = "Probability" if state.learner == UNIT else "Share right"
    rule = Rule(y=data.enough, label=say(data.enough), role="green", in_key=False)
    marks = (*_paths(data, data.right, in_key=False), rule)
    return Panel(title, _axis(state), Axis("right", 0, 1.05), marks)


def _slopes(state, data):
    axis = Axis("size", 1e-12, 100, log=True, fit=True)
    return Panel("Gradient", _axis(state), axis, (*_paths(data, data.slope, in_key=False),))


def _losses(state, data):
    axis = Axis("each its own", 0, 12, fit=True)
    return Panel("Loss", _axis(state), axis, (*_paths(data, data.loss, in_key=False),))
