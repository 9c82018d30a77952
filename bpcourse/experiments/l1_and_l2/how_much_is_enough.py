"""How much is enough: a polynomial through a few points of a sine, with an L2 penalty.

The loss is the mean of the squares plus lam / 2 times the sum of the squared weights. Its lowest
point is found exactly, for every lam at once, so the whole curve of errors follows the hand.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import LogSlider, Slider
from ..experiment import Experiment
from ..scene import Axis, Curve, Handle, Panel, Points, Rule, Scene

SEED = 18
MOST, NEW, LAST = 40, 200, 1000  # points to fit, to choose lam by, and to judge the choice by
X = np.linspace(-np.pi, np.pi, 181)  # where the fit is drawn

CHALLENGE = Challenge(
    "Noise 0.4, 12 points, degree 12: on a third set of data, within 20 % of the lowest error.",
    lambda state, data: (
        (state.noise, state.points, state.degree) == (0.4, 12, 12)
        and data.third[data.here] <= 1.2 * data.third.min()
    ),
    example={"noise": 0.4, "points": 12, "lam": 0.2},
)


@dataclass(frozen=True)
class Fits:
    """The fit for each lam of the slider, and which of them is looked at."""

    here: int
    x: np.ndarray  # (points,)
    y: np.ndarray  # (points,)
    curve: np.ndarray  # (len(X),)
    w: np.ndarray  # (lams, degree)
    training: np.ndarray  # (lams,) mean squared errors
    validation: np.ndarray  # (lams,)
    third: np.ndarray  # (lams,) for the challenge alone

    @property
    def best(self):
        """Where the validation error is lowest."""
        return int(self.validation.argmin())


class HowMuchIsEnough(Experiment):
    """How much is enough: which strength of a penalty fits new data best?"""

    lam = LogSlider(1e-8, "lam, the strength", low=1e-8, high=10.0, coarse=True)
    points = Slider(15, "points", low=8, high=MOST, step=1)
    noise = Slider(0.2, "noise", low=0.0, high=0.5, step=0.05)
    degree = Slider(12, "degree of the polynomial", low=1, high=15, step=1)

    challenge = CHALLENGE
    shows = (
        Shows(
            {"lam": 0.01},
            lambda state, data: (
                data.here == data.best
                and np.all(np.diff(data.training) > 0)
                and data.validation[data.here] < 0.2 * min(data.validation[[0, -1]])
            ),
        ),
    )

    def compute(self, state):
        (x, e), new, last = samples()
        x, y = x[: state.points], (np.sin(x) + state.noise * e)[: state.points]
        lams = np.array(self.controls["lam"].values)
        P = powers(x, state.degree)
        mean, spread, offset = P.mean(axis=0), P.std(axis=0), y.mean()
        A = (P - mean) / spread
        w = fit(A, y - offset, lams)  # (lams, degree)

        def predict(x):
            return (powers(x, state.degree) - mean) / spread @ w.T + offset  # (n, lams)

        def error(x, y):
            return np.mean((predict(x) - y[:, np.newaxis]) ** 2, axis=0)

        rest = (error(x, np.sin(x) + state.noise * e) for x, e in (new, last))
        here = self.controls["lam"].values.index(state.lam)
        return Fits(here, x, y, predict(X)[:, here], w, error(x, y), *rest)

    def scene(self, state, data):
        lams = np.array(self.controls["lam"].values)
        readings = {
            "training error": data.training[data.here],
            "validation error": data.validation[data.here],
        }
        return Scene((_fit(data), _errors(lams, data), _weights(data)), readings=readings)

    def describe(self, state, data, frame):
        here, best = data.here, data.best
        told = (
            f"With lam {say(state.lam)} the training error is {say(data.training[here], 2)}, and "
            f"the validation error {say(data.validation[here], 2)}."
        )
        if here == best:
            return f"{told} That is the lowest validation error of all these lams."
        side = "larger" if best > here else "smaller"
        return f"{told} A {side} lam would be better for new data."


# ---- the maths ----


@lru_cache
def samples():
    """Three sets of places and noises, for the fit, for the choice and for the last judgement."""
    rng = np.random.default_rng(SEED)
    return [(rng.uniform(-np.pi, np.pi, n), rng.normal(size=n)) for n in (MOST, NEW, LAST)]


def powers(x, degree):
    """(n,) -> (n, degree)"""
    return (x / np.pi)[:, np.newaxis] ** np.arange(1, degree + 1)


def fit(A, y, lams):
    """The weights of the lowest loss for each lam: (lams, degree)."""
    H = 2 / len(A) * A.T @ A + lams[:, np.newaxis, np.newaxis] * np.eye(A.shape[1])
    c = np.broadcast_to(2 / len(A) * A.T @ y, (len(lams), A.shape[1]))
    return np.linalg.solve(H, c[..., np.newaxis])[..., 0]


# ---- what is drawn ----


def _fit(data):
    return Panel(
        "The points, and the polynomial",
        Axis("x", -3.3, 3.3),
        Axis("y", -2.5, 2.5),
        (
            Curve(X, np.sin(X), label="the sine without noise", role="grey"),
            Curve(X, np.clip(data.curve, -100, 100), label="the fit", role="blue"),
            Points(data.x, data.y, label="training points", role="vermillion"),
        ),
    )


def _errors(lams, data):
    here = data.here
    return Panel(
        "Errors, over lam",
        Axis("lam", 1e-8, 10.0, log=True),
        Axis("error", 1e-6, 1e6, log=True, fit=True),
        (
            Curve(lams, data.training, label="training", role="vermillion"),
            Curve(lams, data.validation, label="validation", role="blue"),
            Rule(x=lams[here], label="lam now", role="grey", in_key=False),
            Handle(
                lams[[here]],
                data.validation[[here]],
                moves="lam",
                along=(lams, data.validation),
                label="lam on the curve of the validation error",
                in_key=False,
            ),
        ),
    )


def _weights(data):
    sizes = np.abs(data.w)
    places = np.arange(1.0, sizes.shape[1] + 1)
    return Panel(
        "Size of each weight",
        Axis("power of x", 0.0, 16.0, ticks="whole"),
        Axis("size", 1e-4, 1e5, log=True, fit=True),
        (
            Points(places, sizes[0], label="smallest lam", role="grey"),
            Points(places, sizes[data.here], label="now", role="blue", in_key=False),
        ),
    )
