"""First steps: the first twenty steps of Adam for a single weight, in units of the learning rate.

Both averages start at 0. Where that is not made up for, what counts is which of them grows faster:
m, of the gradients, or the root of v, of their squares.
"""

from dataclasses import dataclass

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Row, Switch
from ..experiment import Experiment
from ..scene import Axis, Curve, Handle, Panel, Path, Rule, Scene

STEPS = 20
GRADIENTS = ("constant", "noisy", "spike")
SPIKE, SPIKE_AT = 10.0, 5
CORRECTIONS = ("on", "off", "frozen")  # the last: t stays at 1
BETA2 = (0.5, 0.75, 0.9, 0.99, 0.999, 0.9999)
FAR = 10**9  # so many steps later nothing is left to correct

CHALLENGE = Challenge(
    "Constant gradient, correction off: find betas whose first step is as long as the rate.",
    lambda state, data: (
        state.gradient == GRADIENTS[0]
        and state.correction == CORRECTIONS[1]
        and bool(np.isclose(data.steps[0], 1.0, rtol=1e-3))
    ),
    example={"correction": "off", "beta2": 0.99},
)


@dataclass(frozen=True)
class Averages:
    """Each (STEPS,): the gradients, both averages after each step, and the steps in rates."""

    g: np.ndarray
    m: np.ndarray
    v: np.ndarray
    steps: np.ndarray
    corrected: np.ndarray  # the steps that Adam makes, with correction


class FirstSteps(Experiment):
    """First steps: how long are Adam's first twenty steps?"""

    gradient = Switch(GRADIENTS[0], "gradient", options=GRADIENTS)
    size = LogSlider(1.0, "size of the gradient", low=0.001, high=1000.0, coarse=True)
    beta1 = Row(0.9, "beta1, for m", options=(0.0, 0.5, 0.75, 0.9, 0.99))
    beta2 = Row(0.999, "beta2, for v", options=BETA2)
    epsilon = LogSlider(1e-8, "epsilon", low=1e-8, high=1.0, coarse=True)
    correction = Switch(CORRECTIONS[0], "correction", options=CORRECTIONS)

    runs_on = ("adam_step",)
    challenge = CHALLENGE
    opens_at = 0
    shows = (
        Shows(
            {"correction": "off", "size": 5.0},
            lambda state, data: bool(np.isclose(data.steps[0], np.sqrt(10), rtol=1e-3)),
        ),
    )

    def compute(self, state, adam_step):
        g = gradients(state.gradient, state.size)
        given = g, state.beta1, state.beta2, state.epsilon
        steps, m, v = walk(adam_step, state.correction, *given)
        corrected, _, _ = walk(adam_step, CORRECTIONS[0], *given)
        return Averages(g, m, v, steps, corrected)

    def scene(self, state, data):
        panels = (_lengths(data), _averages(data), _first(state))
        return Scene(
            panels,
            frames=STEPS,
            counted=np.arange(1, STEPS + 1),
            readings={"g": data.g, "m": data.m, "v": data.v, "step, in rates": data.steps},
        )

    def describe(self, state, data, frame):
        now = (
            f"Step {frame + 1} of {STEPS}: the gradient is {say(data.g[frame])}, m is "
            f"{say(data.m[frame])}, the root of v is {say(np.sqrt(data.v[frame]))}."
        )
        first = "" if frame == 0 else f" The first one was {say(data.steps[0])} times the rate."
        return f"{now} The step is {say(data.steps[frame])} times the rate.{first}"


def gradients(kind, size):
    """The gradients of the twenty steps."""
    g = np.ones(STEPS)
    if kind == GRADIENTS[1]:
        g = 0.3 + np.random.default_rng(14).normal(size=STEPS)
    if kind == GRADIENTS[2]:
        g[SPIKE_AT - 1] = SPIKE
    return size * g


def walk(adam_step, correction, g, b1, b2, eps):
    """Steps at the rate 1 by the learner's function, with m and v after each of them.

    It always corrects. Told that very many steps were done, it finds nothing to correct; told each
    time that none were done, its t stays at 1.
    """
    (m, v), rows = ([np.zeros(1)], [np.zeros(1)]), []
    for t, slope in enumerate(g):
        told = {CORRECTIONS[0]: t, CORRECTIONS[1]: FAR, CORRECTIONS[2]: 0}[correction]
        state = {"m": m, "v": v, "t": told}
        moved, state = adam_step([np.zeros(1)], [np.array([slope])], state, 1.0, b1, b2, eps)
        m, v = state["m"], state["v"]
        rows.append((-moved[0][0], m[0][0], v[0][0]))
    return np.array(rows, dtype=float).T


# ---- what is drawn ----


def _lengths(data):
    steps = np.arange(1.0, STEPS + 1)
    return Panel(
        "The length of each step, in learning rates",
        Axis("step", 0, STEPS + 0.5, ticks="whole"),
        Axis("length", -50.0, 50.0, fit=True),
        (
            Rule(y=1.0, label="the rate", role="grey", in_key=False),
            Path(steps, data.corrected, label="with correction", role="purple"),
            Path(steps, data.steps, label="as it is set", role="blue"),
        ),
    )


def _averages(data):
    steps = np.arange(1.0, STEPS + 1)
    return Panel(
        "What the state holds",
        Axis("step", 0, STEPS + 0.5, ticks="whole"),
        Axis("size", -10000.0, 10000.0, fit=True),
        (
            Path(steps, data.m, label="m", role="vermillion"),
            Path(steps, np.sqrt(data.v), label="root of v", role="green"),
            Rule(y=0.0, label="the start of both", role="grey", in_key=False),
        ),
    )


def _first(state):
    """How long the first step is without correction, for each beta2."""
    rest = 1 - np.array(BETA2)
    first = (1 - state.beta1) * state.size / (np.sqrt(rest) * state.size + state.epsilon)
    here = BETA2.index(state.beta2)
    return Panel(
        "First step without correction",
        Axis("1 − beta2", 5e-5, 1.0, log=True),
        Axis("length", 1e-3, 1e3, log=True, fit=True),
        (
            Curve(rest, first, label="first step", role="blue", in_key=False),
            Rule(y=1.0, label="as long as the rate", role="grey", in_key=False),
            Handle(
                rest[here : here + 1],
                first[here : here + 1],
                moves="beta2",
                along=(rest, first),
                label="beta2 along the curve",
                in_key=False,
            ),
        ),
    )
