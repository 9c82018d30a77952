"""Three logits: what softmax makes of them, what the answer costs, and where it is pushed.

    p = softmax(z / temperature)        loss = -log p of the true class        slope p - one-hot

Only the differences between the logits count, so a number that is added to all of them is lost.
"""

from dataclasses import dataclass

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Slider, Switch
from ..experiment import Experiment
from ..scene import Axis, Bars, Curve, Handle, Names, Panel, Rule, Scene

NAMES = ("first", "second", "third")
CLASSES = np.arange(1.0, 4.0)
LOW, HIGH, STEP = -5.0, 5.0, 0.1  # where a logit may be
PLACES = np.round(np.arange(LOW, HIGH + STEP / 2, STEP), 1) + 0.0
EVEN = np.log(3)  # the loss of an even guess

CHALLENGE = Challenge(
    "Temperature 1, the true logit 3 or more above another one: a loss from 1.09 to 1.11.",
    lambda state, data: (
        state.temperature == 1
        and data.z[state.true - 1] - data.z.min() >= 3
        and 1.09 <= data.loss <= 1.11
    ),
    example={"first": 0.7, "second": 0.0, "third": -5.0},
)


@dataclass(frozen=True)
class Answer:
    """What three logits lead to."""

    z: np.ndarray  # (3,) the logits, with what is added to all of them
    p: np.ndarray  # (3,)
    p_before: np.ndarray  # (3,) with nothing added
    slope: np.ndarray  # (3,) of the loss, by each logit over the temperature
    loss: float
    losses: np.ndarray  # one for each place where the true logit may be


class ThreeLogits(Experiment):
    """Three logits: what probabilities do they become?"""

    first = Slider(2.0, "logit 1", low=LOW, high=HIGH, step=STEP)
    second = Slider(1.0, "logit 2", low=LOW, high=HIGH, step=STEP)
    third = Slider(0.0, "logit 3", low=LOW, high=HIGH, step=STEP)
    added = Slider(0, "added to all three", low=-5, high=5, step=1)
    temperature = LogSlider(1.0, "temperature", low=0.25, high=4.0)
    true = Switch(2, "true class", options=(1, 2, 3))

    runs_on = ("softmax", "cross_entropy", "softmax_ce_grad")
    challenge = CHALLENGE
    shows = (
        Shows(
            {"added": 5},
            lambda state, data: state.added == 5 and np.allclose(data.p, data.p_before),
        ),
    )

    def compute(self, state, softmax, cross_entropy, softmax_ce_grad):
        plain = np.array([getattr(state, name) for name in NAMES])
        z, y = plain + state.added, np.array([state.true - 1])
        Z = z[np.newaxis] / state.temperature  # (1, 3)
        moved = np.repeat(Z, len(PLACES), axis=0)
        moved[:, y[0]] = (PLACES + state.added) / state.temperature
        return Answer(
            z,
            np.asarray(softmax(Z))[0],
            np.asarray(softmax(plain[np.newaxis] / state.temperature))[0],
            np.asarray(softmax_ce_grad(Z, y))[0],
            float(cross_entropy(Z, y)),
            -np.log(np.asarray(softmax(moved))[:, y[0]]),
        )

    def scene(self, state, data):
        panels = _logits(state, data), _probabilities(state, data), _slopes(state, data)
        readings = {"loss": data.loss, "p of the true class": data.p[state.true - 1]}
        return Scene((*panels, _loss(state, data)), large=2, readings=readings)

    def describe(self, state, data, frame):
        p, slope = data.p[state.true - 1], data.slope[state.true - 1]
        rank = "the largest" if p == data.p.max() else "not the largest"
        return (
            f"The true class {state.true} has {say(100 * p)} % of the probability, "
            f"{rank} part. The loss is {say(data.loss)}, and the slope by the true logit "
            f"{say(slope)}; the three slopes add up to 0."
        )


def _bars(state, heights, *, width=30.0, lift=4.0, digits=3):
    """A bar for each class with its number, the true one in another colour."""
    true = state.true == CLASSES
    for here, label, role in ((~true, "other classes", "blue"), (true, "true class", "vermillion")):
        yield Bars(CLASSES[here], heights[here], width=width, label=label, role=role, in_key=False)
    texts = tuple(say(round(height, 3), digits) for height in heights)
    yield Names(CLASSES, np.maximum(heights, 0.0), texts, dy=lift, label="values")


def _classes(state):
    return Axis(f"class, {state.true} is the true one", 0.5, 3.5, ticks="whole")


def _logits(state, data):
    handles = [
        Handle(
            CLASSES[i : i + 1],
            data.z[i : i + 1],
            moves=name,
            along=(np.full(len(PLACES), i + 1.0), PLACES + state.added),
            label=f"top of bar {i + 1}",
            role="vermillion" if state.true == i + 1 else "blue",
            in_key=False,
        )
        for i, name in enumerate(NAMES)
    ]
    marks = (*_bars(state, data.z, lift=12.0), *handles)
    return Panel("Logits", _classes(state), Axis("logit", -13, 13), marks)  # room for the numbers


def _probabilities(state, data):
    axis = Axis("probability", 0, 1.1)
    return Panel("Probabilities", _classes(state), axis, (*_bars(state, data.p),))


def _slopes(state, data):
    axes = Axis("class", 0.5, 3.5, ticks="whole"), Axis("slope", -1.3, 1.3)
    return Panel("p − one-hot", *axes, (*_bars(state, data.slope, width=18.0, digits=2),))


def _loss(state, data):
    name, i = NAMES[state.true - 1], state.true - 1
    track = PLACES + state.added, data.losses
    now = data.z[i : i + 1], np.array([data.loss])
    return Panel(
        "Loss",
        Axis("true logit", -10, 10),
        Axis("loss", 0, 50, fit=True),
        (
            Curve(*track, label="loss", role="vermillion", in_key=False),
            Rule(y=EVEN, label="even guess", role="purple"),
            Handle(
                *now,
                moves=name,
                along=track,
                label="loss now",
                role="vermillion",
                in_key=False,
            ),
        ),
    )
