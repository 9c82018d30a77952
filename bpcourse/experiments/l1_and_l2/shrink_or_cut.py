"""Shrink or cut: a linear fit with 20 weights, of which only three matter, and a penalty on them.

The loss is the mean of the squares, L(w) = w H w / 2 − c w + ..., and the descent begins at its
lowest point, so what is seen is what the penalty does. L1 is there twice: by the soft threshold,
and as a term in the gradient.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Slider, Switch
from ..experiment import Experiment
from ..scene import Axis, Bars, Contours, Lines, Panel, Points, Rule, Scene

KINDS = ("L2", "L1", "L1-gradient")
TRUE = np.array([2.0, -1.5, 1.0] + 17 * [0.0])  # the weights that made the data
SAMPLES, NEW, NOISE = 40, 1000, 0.5
STEPS = 300
SHOWN = np.array([*range(21), *range(25, 101, 5), *range(120, STEPS + 1, 20)])
LAMS = np.geomspace(1e-3, 3.0, 40)  # of the small picture
PLACES = np.arange(1.0, len(TRUE) + 1)
U, V = np.linspace(-1.2, 2.4, 73), np.linspace(-1.2, 1.2, 49)

CHALLENGE = Challenge(
    "At least 10 exact zeros, and less than a tenth of the error on new data without a penalty.",
    lambda state, data: data.zeros[-1] >= 10 and data.errors[-1] < 0.1 * data.errors[0],
    example={"kind": "L1", "lam": 0.1},
)


@dataclass(frozen=True)
class Problem:
    """The data of a seed, as what the descent needs of them."""

    H: np.ndarray  # (20, 20) the curvature
    c: np.ndarray  # (20,) the gradient is H w − c
    rate: float  # 1 / the largest curvature
    fit: np.ndarray  # (20,) the weights without a penalty
    new: np.ndarray  # (NEW, 20) samples that were not used for fitting


@dataclass(frozen=True)
class Pulled:
    """The weights after each step that is shown, and at the end of the descent for each lam."""

    w: np.ndarray  # (frames, 20)
    errors: np.ndarray  # (frames,) on new data, without their noise
    zeros: np.ndarray  # (frames,) how many weights are exactly 0
    path: np.ndarray  # (len(LAMS), 20)
    problem: Problem


class ShrinkOrCut(Experiment):
    """Shrink or cut: how do weights go when a penalty pulls at them?"""

    kind = Switch(KINDS[0], "penalty", options=KINDS)
    lam = LogSlider(0.01, "lam, the strength", low=0.001, high=3.0)
    seed = Slider(1, "seed of the data", low=1, high=20, step=1)

    runs_on = ("l2", "l1", "l1_step")
    challenge = CHALLENGE
    shows = (
        Shows({"kind": KINDS[1], "lam": 0.1}, lambda state, data: 10 <= data.zeros[-1] <= 17),
        Shows({"lam": 0.1}, lambda state, data: data.zeros[-1] == 0),
    )

    def compute(self, state, l2, l1, l1_step):
        problem = draw(state.seed)
        w = descend(problem, state.kind, state.lam, l2, l1, l1_step)[SHOWN]
        errors = np.mean((problem.new @ (w - TRUE).T) ** 2, axis=0)
        path = ends(problem, state.kind, LAMS)
        return Pulled(w, errors, np.sum(w == 0, axis=1), path, problem)

    def scene(self, state, data):
        panels = (_weights(data), _path(state, data), _two_weights(state, data))
        readings = {"exactly 0": data.zeros, "error on new data": data.errors}
        return Scene(panels, len(SHOWN), counted=SHOWN, readings=readings)

    def describe(self, state, data, frame):
        names = {"L2": "L2", "L1": "L1 by the soft threshold", "L1-gradient": "L1 in the gradient"}
        zeros = int(data.zeros[frame])
        told = f"{zeros} of 20 weights {'is' if zeros == 1 else 'are'} exactly 0"
        return (
            f"Step {SHOWN[frame]} of {STEPS}, {names[state.kind]} with lam {say(state.lam)}: "
            f"{told}, and the longest is {say(np.abs(data.w[frame]).max(), 2)}. "
            f"Error on new data {say(data.errors[frame], 2)}, "
            f"without a penalty {say(data.errors[0], 2)}."
        )


# ---- the maths ----


@lru_cache(maxsize=32)
def draw(seed):
    """40 samples of 20 features, the answers with noise, and new samples."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(SAMPLES, len(TRUE)))
    y = X @ TRUE + NOISE * rng.normal(size=SAMPLES)
    H, c = 2 / SAMPLES * X.T @ X, 2 / SAMPLES * X.T @ y
    rate = 1 / np.linalg.eigvalsh(H)[-1]
    return Problem(H, c, rate, np.linalg.solve(H, c), rng.normal(size=(NEW, len(TRUE))))


def descend(problem, kind, lam, l2, l1, l1_step):
    """STEPS steps of the learner's functions from the fit without a penalty: (STEPS + 1, 20)."""
    H, c, lr, w = problem.H, problem.c, problem.rate, problem.fit
    penalty = l2 if kind == KINDS[0] else l1
    weights = [w]
    for _ in range(STEPS):
        g = H @ w - c
        if kind == KINDS[1]:
            w = l1_step(w, g, lr, lam)
        else:
            _, [(dW, _)] = penalty([(w[:, np.newaxis], np.zeros(1))], lam)
            w = w - lr * (g + dW[:, 0])
        weights.append(w)
    return np.array(weights, dtype=float)


def ends(problem, kind, lams):
    """The weights after STEPS steps for each lam, all of them at once: (len(lams), 20)."""
    H, c, lr = problem.H, problem.c, problem.rate
    w, lam = np.tile(problem.fit, (len(lams), 1)), lams[:, np.newaxis]
    for _ in range(STEPS):
        moved = w - lr * (w @ H - c)
        if kind == KINDS[0]:
            w = moved - lr * lam * w
        elif kind == KINDS[1]:
            w = np.sign(moved) * np.maximum(np.abs(moved) - lr * lam, 0)
        else:
            w = moved - lr * lam * np.sign(w)
    return w


# ---- what is drawn ----


def _weights(data):
    frames, zeros = np.nonzero(data.w == 0)
    at = np.repeat(np.arange(float(len(SHOWN))), len(TRUE))
    return Panel(
        "The 20 weights; only the first three matter",
        Axis("weight", 0.0, 21.0, ticks="whole"),
        Axis("size and sign", -2.5, 2.5),
        (
            Bars(
                np.tile(PLACES, len(SHOWN)),
                data.w.ravel(),
                at=at,
                width=9.0,
                label="a weight",
                role="blue",
            ),
            Points(PLACES[:3], TRUE[:3], label="what made the data", role="purple"),
            Points(
                PLACES[zeros],
                np.zeros(len(zeros)),
                at=frames.astype(float),
                label="exactly 0",
                role="vermillion",
            ),
        ),
    )


def _path(state, data):
    def lines(columns, **named):
        X = np.tile(LAMS, (len(columns), 1))
        return Lines(X, data.path[:, columns].T, **named)

    return Panel(
        "In the end, over lam",
        Axis("lam", 1e-3, 3.0, log=True),
        Axis("weight", -2.5, 2.5),
        (
            lines(np.arange(3, len(TRUE)), label="the other 17", role="grey", in_key=False),
            lines(
                np.arange(3), label="the three that matter", role="blue", in_key=False, width=2.0
            ),
            Rule(x=state.lam, moves="lam", label="lam", role="vermillion", in_key=False),
        ),
    )


def _two_weights(state, data):
    """Loss over a weight that matters and one that does not, all others where they ended.

    On the circle, or diamond, the penalty is as large as at the end of the descent.
    """
    pair = [2, 3 + int(np.argsort(np.abs(data.problem.fit[3:]))[8])]
    w, H = data.w[-1], data.problem.H[np.ix_(pair, pair)]
    slope = (data.problem.H @ w - data.problem.c)[pair]
    D = np.stack(np.meshgrid(U, V), axis=-1) - w[pair]  # (49, 73, 2), from the end of the descent
    rise = 0.5 * np.sum((D @ H) * D, axis=-1) + D @ slope  # 0 on the line through that end
    turn = np.linspace(0, 2 * np.pi, 81)
    shape = np.stack([np.cos(turn), np.sin(turn)])
    if state.kind == KINDS[0]:
        name, length = "circle", np.linalg.norm(w[pair])
    else:
        name, length = "diamond", np.abs(w[pair]).sum()
        shape = shape / np.abs(shape).sum(axis=0)
    return Panel(
        f"Loss, and a {name}",
        Axis("weight 3", -1.2, 2.4),
        Axis(f"weight {pair[1] + 1}", -1.2, 1.2),
        (
            Contours(U, V, rise, np.array([0.0, 0.3, 1.0]), label="loss", in_key=False),
            Lines(
                *(length * shape)[:, np.newaxis],
                label=f"{name} of equal penalty",
                role="purple",
                in_key=False,
                width=2.0,
            ),
            Points(*w[pair, np.newaxis], label="the end", role="blue", in_key=False),
        ),
        equal=True,
    )
