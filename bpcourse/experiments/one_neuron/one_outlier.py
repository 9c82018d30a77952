"""One outlier: 19 points near a line, and one that is moved away from it.

The squared loss and the absolute loss each have their own best line. How large a part of the loss
is that one point's, and what does the line do?
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import Slider, Switch
from ..experiment import Experiment
from ..scene import Axis, Bars, Curve, Handle, Panel, Points, Scene, Segments

POINTS = 20
SLOPE, INTERCEPT, NOISE = 2.0, 0.5, 0.2
DISTANCE = Slider(0.0, "distance of the point", low=-6.0, high=10.0, step=0.1)
PLACES = {"left": 0, "middle": POINTS // 2, "right": POINTS - 1}

CHALLENGE = Challenge(
    "Distance 8 at most: squared slope off 2 by more than 1, absolute slope by less than 0.1.",
    lambda state, data: (
        abs(state.distance) <= 8
        and abs(data.slopes["squared"] - SLOPE) > 1
        and abs(data.slopes["absolute"] - SLOPE) < 0.1
    ),
    example={"distance": 8.0, "place": "right"},
)


@dataclass(frozen=True)
class Fitted:
    """The line of one state, and what each point adds to its loss."""

    x: np.ndarray  # (POINTS,) from left to right
    y: np.ndarray  # (POINTS,)
    moved: int  # which point was moved
    line: np.ndarray  # (2,) w and b of the line that is drawn
    before: np.ndarray  # (2,) those of the line with the point in its place
    share: np.ndarray  # (POINTS,) the part of the loss that is each point's
    loss: float
    slopes: dict  # for both losses the slope of the best line
    over_distance: dict  # the same for each distance of the slider


@cache
def points():
    """x from left to right, and y near the line."""
    rng = np.random.default_rng(16)
    x = np.sort(rng.uniform(-1, 1, POINTS)).round(2)
    return x, SLOPE * x + INTERCEPT + NOISE * rng.normal(size=POINTS)


def best_squared(x, Y):
    """The lines (rows, 2) with the least squares, for rows of y (rows, n)."""
    A = np.column_stack([x, np.ones_like(x)])
    return np.linalg.lstsq(A, Y.T, rcond=None)[0].T


def best_absolute(x, Y):
    """The lines (rows, 2) with the least absolute errors.

    One of them runs through two of the points, so all pairs are tried, and nothing is iterated.
    """
    i, j = np.triu_indices(len(x), 1)
    w = (Y[:, j] - Y[:, i]) / (x[j] - x[i])  # (rows, pairs)
    b = Y[:, i] - w * x[i]
    errors = np.abs(w[..., np.newaxis] * x + b[..., np.newaxis] - Y[:, np.newaxis])
    best = np.argmin(errors.mean(axis=-1), axis=1)
    rows = np.arange(len(Y))
    return np.column_stack([w[rows, best], b[rows, best]])


BEST = {"squared": best_squared, "absolute": best_absolute}


@cache
def best_lines(loss, place):
    """The best line (values, 2) for each distance of the slider."""
    x, y = points()
    Y = np.repeat(y[np.newaxis], len(DISTANCE.values), axis=0)
    Y[:, PLACES[place]] += DISTANCE.values
    return BEST[loss](x, Y)


class OneOutlier(Experiment):
    """One outlier: what does a single point do to the loss, and to the line?"""

    distance = DISTANCE
    place = Switch("right", "place", options=("left", "middle", "right"))
    loss = Switch("squared", "loss", options=("squared", "absolute"))
    line = Switch("refitted", "line", options=("refitted", "stays"))

    challenge = CHALLENGE
    shows = (Shows({"distance": 2.0}, lambda state, data: 0.6 < data.share[data.moved] < 0.8),)

    def compute(self, state):
        x, y = points()
        y, moved = y.copy(), PLACES[state.place]
        y[moved] += state.distance
        at = DISTANCE.values.index(state.distance)
        lines = {loss: best_lines(loss, state.place) for loss in BEST}
        before = lines[state.loss][DISTANCE.values.index(0.0)]
        line = lines[state.loss][at] if state.line == "refitted" else before
        errors = line[0] * x + line[1] - y
        parts = errors**2 if state.loss == "squared" else np.abs(errors)
        return Fitted(
            x,
            y,
            moved,
            line,
            before,
            parts / parts.sum(),
            float(parts.mean()),
            slopes={loss: float(one[at, 0]) for loss, one in lines.items()},
            over_distance={loss: one[:, 0] for loss, one in lines.items()},
        )

    def scene(self, state, data):
        share = 100 * data.share[data.moved]
        readings = {"share in %": share, "slope": data.line[0], "loss": data.loss}
        return Scene((_points(state, data), _shares(data), _slopes(state, data)), readings=readings)

    def describe(self, state, data, frame):
        share = data.share[data.moved]
        told = f"The one point holds {say(100 * share, 2)} % of the {state.loss} loss."
        kept = "was not fitted again: its slope is" if state.line == "stays" else "has the slope"
        return (
            f"{told} The line {kept} {say(data.line[0])}. The best slope is "
            f"{say(data.slopes['squared'])} for the squared loss and "
            f"{say(data.slopes['absolute'])} for the absolute one."
        )


# ---- what is drawn ----


def _points(state, data):
    ends = np.array([-1.15, 1.15])
    (w, b), (w_before, b_before) = data.line, data.before
    others = np.arange(POINTS) != data.moved
    x, start = data.x[data.moved], points()[1][data.moved]
    values = np.array(DISTANCE.values)
    return Panel(
        "The points and the best line",
        Axis("x", -1.15, 1.15),
        Axis("y", -8.0, 14.0, fit=True),
        (
            Curve(ends, w_before * ends + b_before, label="before it was moved", role="green"),
            Curve(ends, w * ends + b, label="the line", role="blue"),
            Segments(
                data.x,
                data.y,
                0 * data.x,
                w * data.x + b - data.y,
                label="errors",
                role="grey",
                width=1.0,
                in_key=False,
            ),
            Points(data.x[others], data.y[others], label="the others", role="ink", in_key=False),
            Handle(
                np.array([x]),
                data.y[data.moved : data.moved + 1],
                moves="distance",
                along=(np.full(len(values), x), start + values),
                label="one point",
                role="vermillion",
            ),
        ),
    )


def _shares(data):
    numbers, others = np.arange(1.0, POINTS + 1), np.arange(POINTS) != data.moved
    percent = 100 * data.share
    return Panel(
        "Share of the loss, in %",
        Axis("point, from left to right", 0, POINTS + 1, ticks="whole"),
        Axis("%", 0, 100),
        (
            Bars(
                numbers[others],
                percent[others],
                label="the others",
                role="grey",
                width=5.0,
                in_key=False,
            ),
            Bars(
                numbers[~others],
                percent[~others],
                label="the one point",
                role="vermillion",
                width=5.0,
            ),
        ),
    )


def _slopes(state, data):
    values = np.array(DISTANCE.values)
    at = np.array([state.distance])
    marks = [
        Curve(values, data.over_distance["squared"], label="squared", role="blue"),
        Curve(values, data.over_distance["absolute"], label="absolute", role="purple"),
    ]
    now = np.array([data.slopes[state.loss]])
    role = "blue" if state.loss == "squared" else "purple"
    marks.append(Points(at, now, label="now", role=role, in_key=False))
    return Panel(
        "Slope of the best line",
        Axis("distance", DISTANCE.low, DISTANCE.high),
        Axis("slope", -4.0, 6.0, fit=True),
        tuple(marks),
    )
