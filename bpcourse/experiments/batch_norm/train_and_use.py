"""Train and use: one column of a batch, normalised by the batch and by a memory of batches.

A sample is asked with every batch, in the place of its first one: in training mode, where its
companions are the measure, and in use, where the running statistics are. The memory learns from the
batches as they are, without that sample.
"""

from dataclasses import dataclass

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Row, Slider, Switch
from ..experiment import Experiment
from ..scene import Axis, Handle, Names, Panel, Path, Points, Rule, Scene, Segments

BATCHES = 50
RERUNS, NEAR = 200, 0.2  # how often the memory starts anew, and how near it should come
ORDERS = ("mixed", "sorted")
# Sorted, a batch comes from one tenth of the data, and these are the middles of the tenths.
TENTHS = np.array([-1.64, -1.04, -0.67, -0.39, -0.13, 0.13, 0.39, 0.67, 1.04, 1.64])
WITHIN = 0.15  # the deviation within a tenth
IN_TURN = 3  # from batch to batch so many tenths on
WIDTHS = np.array([4.0, 6.0, 10.0, 15.0, 20.0, 30.0, 50.0])  # of the large picture, to each side
ROWS = {"as it comes": 3.0, "in training": 2.0, "in use": 1.0}  # their heights

CHALLENGE = Challenge(
    "Batches of 16, shift 3, scale 2: the running mean within 0.2 of the truth in 90 % of reruns.",
    lambda state, data: (
        (state.batch, state.shift, state.scale, state.order) == (16, 3, 2, ORDERS[0])
        and data.near >= 0.9
    ),
    example={"batch": 16, "momentum": 0.1},
)


@dataclass(frozen=True)
class Asked:
    """The batches as they were asked, first the sample, and what the layer made of them."""

    X: np.ndarray  # (BATCHES, n)
    training: np.ndarray  # (BATCHES, n)
    use: np.ndarray  # (BATCHES, n)
    means: np.ndarray  # (BATCHES,) of the batches that the memory has learned from
    running: np.ndarray  # (BATCHES, 2) running mean and variance after each
    deviation: np.ndarray  # (BATCHES,) by which the batch was divided
    near: float  # in which part of the reruns the running mean ends near the truth


class TrainAndUse(Experiment):
    """Train and use: what is a sample measured against?"""

    batch = Row(32, "batch size", options=(1, 2, 4, 8, 16, 32, 64))
    momentum = LogSlider(0.02, "momentum, the weight of a new batch", low=0.01, high=1.0)
    sample = Slider(7.0, "your sample", low=-15.0, high=15.0, step=0.5)
    shift = Slider(3.0, "shift of all data", low=-10.0, high=10.0, step=0.5)
    scale = LogSlider(2.0, "scale of all data", low=0.1, high=10.0, coarse=True)
    order = Switch(ORDERS[0], "batches", options=ORDERS)

    runs_on = ("bn_forward",)
    challenge = CHALLENGE
    shows = (
        Shows({"batch": 2}, lambda state, data: np.all(np.abs(data.training[:, 0]) > 0.99)),
        Shows({"batch": 1}, lambda state, data: not np.any(data.training)),
    )

    def compute(self, state, bn_forward):
        one, zero = np.ones(1), np.zeros(1)
        running, told = (zero, one), []
        for companions in batches(state):
            _, (mean, var), _ = bn_forward(companions, one, zero, (zero, zero), True)
            new = 10 * mean, 10 * var  # a tenth of them enters an empty memory
            running = tuple(
                (1 - state.momentum) * old + state.momentum * part
                for old, part in zip(running, new, strict=True)
            )
            X = np.concatenate([[[state.sample]], companions[1:]])  # (n, 1)
            training, _, (_, deviation) = bn_forward(X, one, zero, running, True)
            use, _, _ = bn_forward(X, one, zero, running, False)
            told.append((X, training, use, new[0], np.stack(running), deviation))
        X, training, use, means, running, deviation = (
            np.array(part, dtype=float) for part in zip(*told, strict=True)
        )
        near = near_the_truth(state)
        return Asked(
            X[..., 0], training[..., 0], use[..., 0], means[:, 0], running[..., 0],
            deviation[:, 0], near,
        )  # fmt: skip

    def scene(self, state, data):
        panels = _company(state, data), _memory(state, data), _answers(state, data)
        readings = {"in training": data.training[:, 0], "in use": data.use[:, 0]}
        counted = np.arange(1.0, BATCHES + 1)
        return Scene(panels, BATCHES, "batch", counted, readings=readings)

    def describe(self, state, data, frame):
        answers = data.training[:, 0]
        told = (
            f"Batch {frame + 1} of {BATCHES}: your sample is {say(answers[frame], 2)} in training,"
            f" and {say(data.use[frame, 0], 2)} in use."
        )
        if state.batch == 1:
            return f"{told} Alone it is its own mean, so in training it is always 0."
        if state.batch == 2:
            return f"{told} Of two numbers, one is always 1 and the other −1 in training."
        told += f" In training it was {say(answers.min(), 2)} to {say(answers.max(), 2)}."
        off = abs(data.running[frame, 0] - state.shift)
        told += f" The running mean is {say(off, 2)} from the truth"
        if state.order == ORDERS[1]:
            return f"{told}."
        return f"{told}; of {RERUNS} reruns, {say(100 * data.near, 3)} % end within {NEAR}."


# ---- the data ----


def batches(state):
    """The batches that the memory learns from, each (n, 1)."""
    rng = np.random.default_rng(12)
    for k in range(BATCHES):
        Z = rng.normal(size=(state.batch, 1))
        if state.order == ORDERS[1]:
            Z = TENTHS[IN_TURN * k % len(TENTHS)] + WITHIN * Z
        yield state.shift + state.scale * Z


def near_the_truth(state):
    """The part of the reruns, with mixed batches, in which the running mean ends near the truth."""
    noise = np.random.default_rng(0).normal(size=(RERUNS, BATCHES))
    means = state.shift + state.scale / np.sqrt(state.batch) * noise  # of n mixed samples
    ages = np.arange(BATCHES)[::-1]
    ends = means @ (state.momentum * (1 - state.momentum) ** ages)
    return float(np.mean(np.abs(ends - state.shift) <= NEAR))


# ---- what is drawn ----


def _company(state, data):
    """Three rows: the batch as it comes, in training, and in use, and the sample on its way."""
    width = max(abs(state.shift) + 3.7 * state.scale, abs(state.sample) + 1, 4.0)
    width = WIDTHS[min(np.searchsorted(WIDTHS, width), len(WIDTHS) - 1)]
    frames = np.arange(float(BATCHES))
    marks = []
    for height, values in zip(ROWS.values(), (data.X, data.training, data.use), strict=True):
        others = values[:, 1:]
        at = np.repeat(frames, others.shape[1])
        place = others.ravel(), np.full(others.size, height)
        marks.append(Points(*place, at=at, label="companions", role="blue", in_key=height == 3))
        marks.append(
            Points(values[:, 0], np.full(BATCHES, height), at=frames,
                   size=np.full(BATCHES, 11.0), label="your sample", role="vermillion",
                   in_key=height == 3)
        )  # fmt: skip
    ways = ((data.X, data.training, 3.0), (data.training, data.use, 2.0))
    for start, end, height in ways:
        x, y = start[:, 0], np.full(BATCHES, height)
        marks.append(
            Segments(x, y, end[:, 0] - x, -np.ones(BATCHES), at=frames, label="its way",
                     role="grey", in_key=False)
        )  # fmt: skip
    return Panel(
        "Your sample and its company",
        Axis("value", -width, width),
        Axis("", 0.5, 4.6, ticks="none"),
        (
            *marks,
            Handle(
                np.array([state.sample]),
                np.array([3.0]),
                moves=("sample", None),
                label="your sample, in the picture",
                in_key=False,
            ),
            Names(
                np.full(len(ROWS), -0.97 * width),
                np.array(list(ROWS.values())) + 0.3,
                tuple(ROWS),
                align="left",
                label="rows",
            ),
            *_kept(state, data),
        ),
    )


def _kept(state, data):
    """What is kept, in numbers: for the way back, and from batch to batch."""
    numbers = "1 number" if state.batch == 1 else f"{state.batch} numbers"
    back = [f"for the way back: N, {numbers}, deviation {_short(d)}" for d in data.deviation]
    memory = [f"for use: mean {_short(mean)}, variance {_short(var)}" for mean, var in data.running]
    frames = np.arange(float(BATCHES))
    for height, texts, label in ((4.35, back, "for the way back"), (3.95, memory, "for use")):
        place = np.zeros(BATCHES), np.full(BATCHES, height)
        yield Names(*place, tuple(texts), at=frames, label=f"what is kept {label}")


def _short(number):
    """Two decimals, so that the numbers do not jump."""
    if abs(number) < 0.005:
        return "0.00"
    return f"{number:.2f}".replace("-", "−") if abs(number) < 1000 else say(number, 2)


def _memory(state, data):
    counted = np.arange(1.0, BATCHES + 1)
    return Panel(
        "Mean of each batch",
        Axis("batch", 0, BATCHES),
        Axis("mean", -60.0, 60.0, fit=True),
        (
            Points(counted, data.means, label="a batch", role="grey",
                   size=np.full(BATCHES, 5.0)),
            Path(counted, data.running[:, 0], label="running mean", role="blue"),
            Rule(y=state.shift, moves="shift", label="the truth", role="purple"),
        ),
    )  # fmt: skip


def _answers(state, data):
    counted = np.arange(1.0, BATCHES + 1)
    truth = (state.sample - state.shift) / state.scale
    return Panel(
        "Answer to your sample",
        Axis("batch", 0, BATCHES),
        Axis("answer", -1e3, 1e3, fit=True),
        (
            Path(counted, data.training[:, 0], label="in training", role="vermillion"),
            Path(counted, data.use[:, 0], label="in use", role="blue"),
            Rule(y=truth, label="by all data", role="purple"),
        ),
    )
