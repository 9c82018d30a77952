"""Noise cloud: where do the batches say that downhill is, and how far are they apart?

A line is fitted to n points. At one place (w, b) each batch has a gradient of its own; minus that
gradient is where it says that downhill is. The spread is the root of the mean squared distance of
these from what all samples say together, by theory that of single samples, divided by sqrt(B). If
a batch is drawn without replacement, there is one more factor, sqrt((n - B) / (n - 1)).
"""

from dataclasses import dataclass

import numpy as np

from ...datasets import lines
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import Row, Slider, Switch
from ..experiment import Experiment
from ..scene import Arrows, Axis, Curve, Handle, Panel, Points, Rule, Scene, Segments

SAMPLES, BATCHES = 256, 200  # points, and batches of each size that are drawn
SIZES = tuple(2**k for k in range(9))
DRAWS = ("without", "with")
START = np.array([0.0, 0.0])
FEW = 0.05

CHALLENGE = Challenge(
    "Place 0.95 or nearer: at most 5 % of the batches uphill, and more with half the batch size.",
    lambda state, data: (
        state.place >= 0.95
        and data.uphill_of(state.size) <= FEW
        and state.size > 1
        and data.uphill_of(state.size // 2) > FEW
    ),
    example={"place": 0.95, "size": 128},
)


@dataclass(frozen=True)
class Cloud:
    """What all samples say, what the batches say, and the same in numbers for all sizes."""

    downhill: np.ndarray  # (2,)
    said: np.ndarray  # (BATCHES, 2)
    spread: np.ndarray  # (sizes,) measured
    uphill: np.ndarray  # (sizes,) the share of batches that point uphill
    with_replacement: np.ndarray  # (sizes,) by theory
    without: np.ndarray  # (sizes,) by theory

    def uphill_of(self, size):
        return float(self.uphill[SIZES.index(size)])

    def spread_of(self, size):
        return float(self.spread[SIZES.index(size)])


class NoiseCloud(Experiment):
    """Noise cloud: how far are the batches apart about downhill?"""

    size = Row(4, "batch size", options=SIZES)
    place = Slider(0.0, "place, from the start to the lowest point", low=0.0, high=1.0, step=0.01)
    draw = Switch(DRAWS[0], "replacement", options=DRAWS)
    noise = Slider(0.5, "noise of the data", low=0.1, high=1.0, step=0.1)
    seed = Slider(1, "seed", low=1, high=20, step=1)

    runs_on = ("minibatches",)
    challenge = CHALLENGE
    shows = (
        Shows(
            {"size": 16},
            lambda state, data: abs(data.spread_of(16) / data.spread_of(4) - 0.5) < 0.05,
        ),
        Shows({"place": 0.95, "size": 16}, lambda state, data: data.uphill_of(16) > 0.2),
        Shows({"size": SAMPLES}, lambda state, data: data.spread_of(SAMPLES) == 0),
    )

    def compute(self, state, minibatches):
        points, targets = lines(SAMPLES, noise=state.noise, rng=np.random.default_rng(state.seed))
        A, y = np.column_stack([points, np.ones(SAMPLES)]), targets[:, 0]  # (n, 2), (n,)
        lowest = np.linalg.lstsq(A, y, rcond=None)[0]
        w = START + state.place * (lowest - START)
        said = -2 * (A @ w - y)[:, np.newaxis] * A  # (n, 2): what each sample says
        downhill = said.mean(axis=0)
        rng = np.random.default_rng(state.seed)
        if state.draw == "without":
            drawn = batches_of(minibatches, said, y, state.size, rng)
            rows = np.argsort(rng.random((BATCHES, SAMPLES)), axis=1)
        else:
            drawn = said[rng.integers(SAMPLES, size=(BATCHES, state.size))].mean(axis=1)
            rows = rng.integers(SAMPLES, size=(BATCHES, SAMPLES))
        # the first B of each row are a batch of size B
        sums = np.cumsum(said[rows], axis=1)[:, np.array(SIZES) - 1]  # (BATCHES, sizes, 2)
        means = sums / np.array(SIZES)[:, np.newaxis]
        means[:, SIZES.index(state.size)] = drawn
        single = np.sqrt(np.mean(np.sum((said - downhill) ** 2, axis=1)))
        spread = np.sqrt(np.mean(np.sum((means - downhill) ** 2, axis=2), axis=0))
        B = np.array(SIZES, dtype=float)
        return Cloud(
            downhill,
            drawn,
            spread=np.where(spread > 1e-9, spread, 0.0),  # less is rounding
            uphill=np.mean(means @ downhill < 0, axis=0),
            with_replacement=single / np.sqrt(B),
            without=single / np.sqrt(B) * np.sqrt((SAMPLES - B) / (SAMPLES - 1)),
        )

    def scene(self, state, data):
        length = np.linalg.norm(data.downhill)
        readings = {
            "spread": data.spread_of(state.size),
            "length of the gradient": float(length),
            "share uphill": data.uphill_of(state.size),
        }
        return Scene((_cloud(data), _spread(state, data), _uphill(state, data)), readings=readings)

    def describe(self, state, data, frame):
        length, spread = np.linalg.norm(data.downhill), data.spread_of(state.size)
        told = f"{BATCHES} batches of {state.size}: their spread is {say(spread, 2)}"
        if length < 1e-9:
            rest = "a step would be noise alone" if spread else "there is no step to take"
            return f"{told}, and the gradient of all samples is 0: {rest}."
        told += f", the gradient of all samples is {say(length, 2)} long"
        if spread:
            told += f", so the noise is {say(spread / length, 2)} of it"
        return f"{told}. {say(round(100 * data.uphill_of(state.size), 1))} % point uphill."


def batches_of(minibatches, said, y, size, rng):
    """What BATCHES batches say (BATCHES, 2), from as many epochs as are needed."""
    drawn = []
    while len(drawn) < BATCHES:
        for part, _ in minibatches(said, y, size, rng):
            drawn.append(np.mean(part, axis=0))
            if len(drawn) == BATCHES:
                break
    return np.array(drawn)


# ---- what is drawn ----


def _cloud(data):
    length = max(np.linalg.norm(data.downhill), 1e-300)
    far = np.abs(np.vstack([data.said, data.downhill])).max() + 1e-3
    across = np.array([-data.downhill[1], data.downhill[0]]) / length * far
    is_uphill = data.said @ data.downhill < 0
    points = [
        Points(*data.said[those].T, label=label, role=role, size=np.full(int(those.sum()), 6.0))
        for those, label, role in (
            (~is_uphill, "a batch: downhill", "blue"),
            (is_uphill, "a batch: uphill", "vermillion"),
        )
    ]
    zero = np.zeros(1)
    border = *(-across[:1], -across[1:]), *(2 * across[:1], 2 * across[1:])
    return Panel(
        "Where each batch would step",
        Axis("to larger w", -20, 20, fit=True),
        Axis("to larger b", -20, 20, fit=True),
        (
            Segments(*border, label="neither up nor down", role="grey"),
            *points,
            Arrows(
                zero, zero, data.downhill[:1], data.downhill[1:], label="all samples", role="ink"
            ),
        ),
        equal=True,
    )


def _spread(state, data):
    B = np.array(SIZES, dtype=float)
    measured = np.maximum(data.spread, 1e-12)
    return Panel(
        "Spread of the batches",
        Axis("batch size", 1, SAMPLES, log=True),
        Axis("spread", 0.02, 5, log=True),
        (
            Curve(B, data.with_replacement, label="with replacement", role="purple"),
            Curve(B, np.maximum(data.without, 1e-12), label="without", role="green"),
            Points(B, measured, label="measured", role="blue", in_key=False),
            Handle(
                *(np.array([float(state.size)]), np.array([max(data.spread_of(state.size), 0.02)])),
                moves="size",
                along=(B, np.maximum(measured, 0.02)),
                label="this batch size",
                in_key=False,
            ),
        ),
    )


def _uphill(state, data):
    B = np.array(SIZES, dtype=float)
    return Panel(
        "Share that points uphill",
        Axis("batch size", 1, SAMPLES, log=True),
        Axis("share", 0, 0.6),
        (
            Curve(B, data.uphill, label="uphill", role="vermillion", in_key=False),
            Rule(y=FEW, label="5 %", role="green"),
            Rule(x=float(state.size), label="here", role="grey", in_key=False),
        ),
    )
