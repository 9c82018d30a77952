"""Schedule designer: a line through the penguins, trained with a rate that changes on the way.

From three features, standardised, the body mass is predicted: 4 weights, the bias included. The
loss is a bowl whose lowest point is known, so what is drawn is the excess: how far the loss is
above the lowest one, in percent of it. 20 runs see the samples in 20 orders.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...datasets import penguins, standardise
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Row, Slider, Switch
from ..experiment import Experiment
from ..scene import Axis, Band, Curve, Panel, Path, Points, Rule, Scene

STEPS, SEEDS = 430, 20
EACH = 5  # so many steps are between two frames
FRAMES = STEPS // EACH + 1
KINDS = ("constant", "stairs", "cosine")
FACTOR = 0.5  # from stair to stair
BATCHES = (1, 4, 32, "all")
NOTHING = 1e-9  # percent: below it is rounding
TOO_FAR = 1e9  # percent: beyond it a run is said to diverge
RATES = np.geomspace(0.003, 0.3, 13)  # those of the small picture

CHALLENGE = Challenge(
    "Batches of 4: end with a median excess below 0.1 %.",
    lambda state, data: state.batch == 4 and data.end < 0.1,
    example={"kind": "stairs", "length": 10, "rate": 0.2},
)


@dataclass(frozen=True)
class Runs:
    """The rates of all steps, and the excess of 20 runs at each frame, in percent."""

    lrs: np.ndarray  # (STEPS,)
    excess: np.ndarray  # (FRAMES, SEEDS)
    constant: np.ndarray  # (FRAMES, SEEDS) with the first rate all the way
    ends: np.ndarray  # (RATES,) the median end of such a schedule, by its first rate
    constant_ends: np.ndarray  # (RATES,) the same of a constant rate

    @property
    def end(self):
        return float(np.median(self.excess[-1]))

    @property
    def constant_end(self):
        return float(np.median(self.constant[-1]))

    @property
    def better(self):
        """In how many of the runs the schedule ends lower than the constant rate."""
        end = np.minimum(self.constant[-1], TOO_FAR)  # where both diverge, none is better
        return int(np.sum(self.excess[-1] < end))


class ScheduleDesigner(Experiment):
    """Schedule designer: where does a rate that changes end, and where one that stays?"""

    kind = Switch("cosine", "schedule", options=KINDS)
    rate = LogSlider(0.1, "first rate", low=0.003, high=0.3)
    length = Slider(100, "it falls within: % of the run", low=10, high=200, step=10)
    floor = Slider(0, "last rate: % of the first", low=0, high=50, step=1)
    warmup = Slider(0, "warm-up: % of the run", low=0, high=30, step=1)
    batch = Row(4, "batch size", options=BATCHES)

    runs_on = ("step_decay", "cosine", "warmup_cosine")
    challenge = CHALLENGE
    shows = (
        Shows(
            {"rate": 0.01},  # on its way still, so decay costs distance
            lambda state, data: data.end > 3 * data.constant_end and data.better == 0,
        ),
        Shows(
            {},
            lambda state, data: data.end < 0.1 * data.constant_end and data.better == SEEDS,
        ),
        Shows(
            {"rate": 0.03, "batch": "all"},
            lambda state, data: data.better == 0,
        ),
    )

    def compute(self, state, step_decay, cosine, warmup_cosine):
        steps = max(1, round(STEPS * state.length / 100))
        last = state.floor / 100 * state.rate
        warmup = round(STEPS * state.warmup / 100)

        def lr(t):
            if state.kind == "constant":
                return state.rate
            if state.kind == "stairs":
                return step_decay(t, state.rate, FACTOR, steps)
            if warmup:
                return warmup_cosine(t, warmup, max(steps, warmup + 1), state.rate, last)
            return cosine(t, steps, state.rate, last)

        lrs = np.array([float(lr(t)) for t in range(STEPS)])
        first = np.append(RATES, state.rate)
        both = np.outer(lrs, first / state.rate), np.outer(np.ones(STEPS), first)
        excess, constant = np.split(descend(state.batch, np.hstack(both)), 2, axis=1)
        ends, constant_ends = (np.median(one[-1, :-1], axis=1) for one in (excess, constant))
        return Runs(lrs, excess[:, -1], constant[:, -1], ends, constant_ends)

    def scene(self, state, data):
        median = np.median(data.excess, axis=1)
        shown = np.append(data.lrs, data.lrs[-1])[::EACH]
        panels = (_excess(state, data), _schedule(state, data), _valley(state, data))
        readings = {"rate": shown, "excess, %": median}
        counted = np.arange(FRAMES) * EACH
        return Scene(panels, frames=FRAMES, counted=counted, readings=readings)

    def describe(self, state, data, frame):
        step, excess = frame * EACH, data.excess[frame]
        rate = data.lrs[min(step, STEPS - 1)]
        now = f"Step {step} of {STEPS}, rate {say(rate, 2)}: the loss is {_above(excess)}"
        now += f", the median of {SEEDS} runs."
        end, constant = _above(data.excess[-1]), _above(data.constant[-1])
        if state.kind == "constant":
            return f"{now} At the end it is {end}."
        told = f"{now} At the end it is {end}, and with a constant rate {constant}"
        return f"{told}: lower in {data.better} of {SEEDS}."


def _above(excess):
    """How far these runs are above the lowest loss, in words."""
    median = float(np.median(excess))
    if not median < TOO_FAR:
        return "beyond all bounds"
    return f"{say(median, 2)} % above the lowest" if median > 0 else "the lowest"


# ---- the maths ----


@lru_cache
def bowl():
    """X (n, 4) with a column of ones, y (n,), the lowest place (4,), and the loss there."""
    facts = penguins()
    X = np.column_stack([standardise(facts.X), np.ones(len(facts.X))])
    y = facts.targets[:, 0]
    lowest = np.linalg.lstsq(X, y, rcond=None)[0]
    return X, y, lowest, float(np.mean((X @ lowest - y) ** 2))


@lru_cache
def batches(size):
    """What each batch says: its curvatures H (STEPS, SEEDS, 4, 4), and its pull (STEPS, SEEDS, 4).

    The gradient of a batch at w is H w minus its pull. With all samples, one run stands for all.
    """
    X, y, *_ = bowl()
    if size == "all":
        H, pull = 2 * X.T @ X / len(X), 2 * X.T @ y / len(X)
        return np.tile(H, (STEPS, 1, 1, 1)), np.tile(pull, (STEPS, 1, 1))
    rows = np.array([_orders(len(X), size, seed) for seed in range(SEEDS)])  # (SEEDS, STEPS, size)
    X, y = X[rows.swapaxes(0, 1)], y[rows.swapaxes(0, 1)]  # (STEPS, SEEDS, size, 4)
    H = 2 * np.swapaxes(X, -1, -2) @ X / size
    return H, 2 * np.sum(X * y[..., np.newaxis], axis=2) / size


def _orders(n, size, seed):
    """The samples of STEPS batches: one epoch after the other, each in an order of its own."""
    rng = np.random.default_rng(seed)
    epochs = -(-STEPS * size // n)
    order = np.concatenate([rng.permutation(n) for _ in range(epochs)])
    return order[: STEPS * size].reshape(STEPS, size)


def descend(size, lrs):
    """Descent from zeros with the rates lrs (STEPS, R): the excess (FRAMES, R, SEEDS), in %."""
    H, pull = batches(size)
    pull = pull[..., np.newaxis]
    w = np.zeros((H.shape[1], 4, lrs.shape[1]))  # (seeds, 4, R): each run is a column
    places = [w]
    for t in range(STEPS):
        w = w - lrs[t] * (H[t] @ w - pull[t])
        if (t + 1) % EACH == 0:
            places.append(w)
    excess = excess_at(np.moveaxis(places, 2, 3))  # (FRAMES, seeds, R)
    return np.broadcast_to(excess.swapaxes(1, 2), (FRAMES, lrs.shape[1], SEEDS))


def excess_at(w):
    """In percent of the lowest loss, at places w (..., 4); what rounding leaves of it is 0."""
    X, _, lowest, least = bowl()
    off = w - lowest
    excess = 100 * np.sum(off @ (X.T @ X / len(X)) * off, axis=-1) / least
    return np.where(excess < NOTHING, 0.0, excess)


# ---- what is drawn ----


def _excess(state, data):
    steps = np.arange(0.0, STEPS + 1, EACH)
    marks = []
    if state.kind != "constant":
        low, middle, high = np.quantile(data.constant, [0.1, 0.5, 0.9], axis=1)
        marks += [
            Band(steps, low, high, label="constant rate", role="grey", in_key=False),
            Curve(steps, middle, label="the first rate, constant", role="grey"),
        ]
    low, middle, high = np.quantile(data.excess, [0.1, 0.5, 0.9], axis=1)
    marks += [
        Band(steps, low, high, label="8 of 10 runs", role="blue", in_key=False),
        Path(steps, middle, label=f"this schedule, median of {SEEDS} runs", role="blue"),
    ]
    return Panel(
        "Above the lowest loss; pale: 8 of 10 runs",
        Axis("step", 0, STEPS),
        Axis("excess, %", 1e-4, 1e6, log=True, fit=True),
        tuple(marks),
    )


def _schedule(state, data):
    steps = np.arange(STEPS + 1.0)
    lrs = np.append(data.lrs, data.lrs[-1])
    at = np.arange(FRAMES)
    return Panel(
        "The rate",
        Axis("step", 0, STEPS),
        Axis("rate", 0, 0.35, fit=True),
        (
            Curve(steps, lrs, label="rate of the next step", role="blue", in_key=False),
            Points(steps[::EACH], lrs[::EACH], at=at * 1.0, label="now", role="vermillion",
                   in_key=False),
        ),
    )  # fmt: skip


def _valley(state, data):
    marks = [Curve(RATES, data.constant_ends, label="constant", role="grey")]
    if state.kind != "constant":
        marks.append(Curve(RATES, data.ends, label="this schedule", role="blue"))
    return Panel(
        "The end, by the first rate",
        Axis("first rate", 0.003, 0.3, log=True),
        Axis("excess, %", 1e-4, 1e6, log=True, fit=True),
        (
            *marks,
            Points(np.array([state.rate]), np.array([data.end]), label="here", role="vermillion",
                   in_key=False),
            Rule(x=state.rate, moves="rate", label="this rate", role="green", in_key=False),
        ),
    )  # fmt: skip
