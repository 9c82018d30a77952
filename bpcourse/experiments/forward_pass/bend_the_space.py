"""Bend the space: a hidden layer moves the points, and only then a straight line is drawn.

    hidden    H = f(X W1 + b1)        answer    H W2 + b2

Two units are under the hand: each has a direction, the side to which its sum grows, and a bias.
Further ones are drawn at random. W2 and b2 are always those with the lowest squared error.
"""

from dataclasses import dataclass

import numpy as np

from ...datasets import circles
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import Slider, Switch
from ..experiment import Experiment
from ..scene import Arrows, Axis, Cells, Handle, Lines, Names, Panel, Points, Scene, Segments

LOW, HIGH = -0.75, 1.75  # what is seen of the input plane, in both directions
MIDDLE = np.array([0.5, 0.5])
UNITS = 8  # at most
NAMES = ("A", "B", "C", "D")
XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0.0, 1.0, 1.0, 0.0])
RINGS = circles(60, noise=0.06, rng=np.random.default_rng(3))
POINTS = {"XOR": XOR, "circles": (MIDDLE + 0.7 * RINGS[0], RINGS[1][:, 0])}
OTHERS = np.random.default_rng(1999).normal(size=(3, UNITS))  # weights and biases of random units
SHADES = -1.0, 2.0  # the answers with the strongest colours, so that 0 and 1 are pale
ROLES = ("green", "purple")  # of the two units
SIDE = np.linspace(LOW, HIGH, 31)  # the map of the plane
GRID = np.linspace(LOW, HIGH, 11)  # where the lines of the grid are
ALONG = np.linspace(LOW, HIGH, 26)  # the places along each of them
TURN = {"low": 0, "high": 345, "step": 15, "unit": "°"}
SHIFT = {"low": -1.5, "high": 1.5, "step": 0.25}


@dataclass(frozen=True)
class Bent:
    """What the net makes of the plane."""

    X: np.ndarray  # (n, 2)
    y: np.ndarray  # (n,) 0 or 1
    W1: np.ndarray  # (2, units)
    b1: np.ndarray  # (units,)
    W2: np.ndarray  # (units, 1)
    b2: np.ndarray  # (1,)
    H: np.ndarray  # (n, units) the points in the hidden space
    grid: np.ndarray  # (lines, places, 2) the grid, in the plane of the first two units
    answers: np.ndarray  # (n,)
    map: np.ndarray  # (len(SIDE), len(SIDE)) the answers in the input plane

    @property
    def loss(self):
        loss = np.mean((self.answers - self.y) ** 2)
        return 0.0 if loss < 1e-12 else loss

    @property
    def right(self):
        """How many points are on their side of the cut, and not on the cut itself."""
        side = np.where(self.y > 0.5, 1, -1)
        return int(np.sum(side * (self.answers - 0.5) > 1e-9))

    def groups(self):
        """The points that lie on one place of the plane of the first two units: tuples."""
        places = {}
        for s, place in enumerate(np.round(self.H[:, :2], 3) + 0.0):
            places.setdefault(tuple(place), []).append(s)
        return list(places.values())


def _solved_otherwise(state, data):
    return (
        (state.points, state.activation, state.units) == ("XOR", "relu", 2)
        and data.loss < 0.01
        and data.groups() == [[0, 3], [1], [2]]
    )


class BendTheSpace(Experiment):
    """Bend the space: what does a hidden layer do to the points?"""

    turn1 = Slider(0, "direction 1", **TURN)
    bias1 = Slider(-0.25, "bias 1", **SHIFT)
    turn2 = Slider(120, "direction 2", **TURN)
    bias2 = Slider(0.0, "bias 2", **SHIFT)
    activation = Switch("relu", "activation", options=("none", "relu", "tanh"))
    units = Slider(2, "hidden units", low=2, high=UNITS, step=1)
    points = Switch("XOR", "points", options=("XOR", "circles"))

    runs_on = ("dense_forward", "mlp_forward")
    challenge = Challenge(
        "XOR, two units, ReLU: loss below 0.01, with A and D on one place, but B and C on two.",
        _solved_otherwise,
        example={"turn1": 315, "bias1": 0.0, "turn2": 135, "bias2": 0.0},
    )
    shows = (
        Shows(
            {"activation": "none", "units": UNITS},
            lambda state, data: abs(data.loss - 0.25) < 1e-9,
        ),
    )

    def compute(self, state, dense_forward, mlp_forward):
        X, y = POINTS[state.points]
        angles = np.deg2rad([state.turn1, state.turn2])
        own = np.array([np.cos(angles), np.sin(angles)])  # (2, 2) a column for each unit
        own = np.round(own / np.abs(own).max(axis=0), 6)  # the larger weight is 1 or −1
        W1 = np.column_stack([own, OTHERS[:2, 2 : state.units]])
        b1 = np.append([state.bias1, state.bias2], OTHERS[2, 2 : state.units])
        first = W1, b1

        def hidden(X):
            if state.activation == "none":
                return dense_forward(X, *first)
            last = np.zeros((state.units, 1)), np.zeros(1)
            return mlp_forward([first, last], X, state.activation)["A"][1]

        plane = np.stack(np.meshgrid(SIDE, SIDE), axis=-1).reshape(-1, 2)
        lines = _grid().reshape(-1, 2)
        H = hidden(np.vstack([X, plane, lines]))
        with_one = np.column_stack([H[: len(X)], np.ones(len(X))])
        W2, b2 = np.split(np.linalg.lstsq(with_one, y[:, np.newaxis], rcond=1e-9)[0], [-1])
        answers = dense_forward(H[: len(X) + len(plane)], W2, b2[0])[:, 0]
        return Bent(
            *(X, y, W1, b1, W2, b2[0]),
            H=H[: len(X)],
            grid=H[len(X) + len(plane) :, :2].reshape(*_grid().shape[:2], 2),
            answers=answers[: len(X)],
            map=answers[len(X) :].reshape(len(SIDE), -1),
        )

    def scene(self, state, data):
        panels = _input_plane(state, data), _hidden_plane(state, data)
        readings = {"loss": data.loss, "points on their side": data.right}
        return Scene(panels, large=2, readings=readings)

    def describe(self, state, data, frame):
        bent = {
            "none": "Without an activation the grid stays straight.",
            "relu": "ReLU folds the grid along two lines.",
            "tanh": "tanh squeezes the grid into a square.",
        }
        units = ", ".join(f"unit {k + 1}: {_sum(data.W1[:, k], data.b1[k])}" for k in range(2))
        units = units[:1].upper() + units[1:]
        met = _met(data) if state.points == "XOR" else ""
        cut = "The best cut" if state.units == 2 else f"With {state.units} units the best cut"
        return (
            f"{units}. {bent[state.activation]}{met} {cut} has the loss {say(data.loss)}, and "
            f"{data.right} of {len(data.y)} points on their side."
        )


def _grid():
    """The lines of the grid (lines, places, 2), those along x1 first."""
    across = np.stack(np.meshgrid(ALONG, GRID), axis=-1)
    return np.concatenate([across, across[..., ::-1]])


def _met(data):
    """Which of the four points lie on one place, in words."""
    groups = [[NAMES[s] for s in group] for group in data.groups() if len(group) > 1]
    listed = [f"{', '.join(most)} and {last}" for *most, last in groups]
    if not listed:
        return ""
    also = f", {listed[1]} on another" if len(listed) > 1 else ""
    return f" {listed[0]} lie on one place{also}."


def _sum(w, b):
    """The sum of a unit in words, as x₁ − 0.5 x₂ + 1."""
    told = ""
    for number, name in ((w[0], "x₁"), (w[1], "x₂"), (b, "")):
        if abs(number) < 1e-9:
            continue
        size = "" if name and abs(abs(number) - 1) < 1e-9 else say(abs(number), 2)
        part = " ".join(filter(None, [size, name]))
        if told:
            told += f" − {part}" if number < 0 else f" + {part}"
        else:
            told = f"−{part}" if number < 0 else part
    return told


# ---- what is drawn ----


def _points(data, places, in_key=False):
    """The points of both classes at these places (n, 2)."""
    for target, role in ((0.0, "blue"), (1.0, "vermillion")):
        held = places[data.y == target]
        size = np.full(len(held), 13.0 if len(data.y) == 4 else 7.0)
        label = f"target {say(target)}"
        yield Points(*held.T, size=size, label=label, role=role, in_key=in_key)


def _input_plane(state, data):
    marks = [
        Cells(
            *(SIDE, SIDE, data.map, *SHADES),
            colours="sides",
            smooth=True,
            label="answer of the net",
            in_key=False,
        ),
        *_points(data, data.X, in_key=True),
    ]
    if state.points == "XOR":
        marks.append(Names(*data.X.T, NAMES, dy=15.0, bold=True, label="names of the points"))
    for k in range(2):
        marks += _unit(state, data, k)
    axes = Axis("x₁", LOW, HIGH), Axis("x₂", LOW, HIGH)
    return Panel("The input plane, with the answers", *axes, tuple(marks), equal=True)


def _unit(state, data, k):
    """The line where the sum of unit k is 0, the side to which it grows, and two handles."""
    number, role = k + 1, ROLES[k]
    w, b = data.W1[:, k], data.b1[k]
    start, length = _across(w, b)
    foot = _foot(w, b, k)
    ahead = 0.28 * w / np.linalg.norm(w)
    yield Segments(
        *start[:, np.newaxis],
        *length[:, np.newaxis],
        label=f"sum {number} is 0",
        role=role,
        in_key=False,
    )
    yield Arrows(
        *foot[:, np.newaxis], *ahead[:, np.newaxis], label="it grows", role=role, in_key=False
    )
    angles = np.deg2rad(TURN["step"] * np.arange(345 // TURN["step"] + 1))
    circle = MIDDLE[:, np.newaxis] + (0.86 + 0.26 * k) * np.array([np.cos(angles), np.sin(angles)])
    at = getattr(state, f"turn{number}") // TURN["step"]
    yield Handle(
        *circle[:, at : at + 1],
        moves=f"turn{number}",
        along=tuple(circle),
        label=f"turn unit {number}",
        role=role,
        in_key=False,
    )
    biases = np.array(BendTheSpace.controls[f"bias{number}"].values)
    track = np.transpose([_foot(w, bias, k) for bias in biases])
    yield Handle(
        *foot[:, np.newaxis],
        moves=f"bias{number}",
        along=tuple(track),
        label=f"shift unit {number}",
        role=role,
        in_key=False,
    )


def _foot(w, b, k):
    """A place on the line w x + b = 0 near the middle; that of each unit stands beside it."""
    foot = MIDDLE - (w @ MIDDLE + b) / (w @ w) * w
    beside = np.array([-w[1], w[0]]) / np.linalg.norm(w)
    return np.clip(foot + (0.25 - 0.5 * k) * beside, LOW + 0.05, HIGH - 0.05)


def _across(w, b):
    """The piece of the line w x + b = 0 that is seen: where it begins, and how far it goes."""
    foot = MIDDLE - (w @ MIDDLE + b) / (w @ w) * w
    way = np.array([-w[1], w[0]])
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = (np.array([[LOW], [HIGH]]) - foot) / way  # (2, 2) steps to the four borders
    ends = np.where(np.abs(way) > 1e-9, ends, [[-np.inf], [np.inf]])
    first, last = ends.min(axis=0).max(), ends.max(axis=0).min()
    is_inside = np.all((foot >= LOW) & (foot <= HIGH) | (np.abs(way) > 1e-9)) and first < last
    return (foot + first * way, (last - first) * way) if is_inside else (foot, 0 * way)


def _hidden_plane(state, data):
    both = np.concatenate([data.grid.reshape(-1, 2), data.H[:, :2]])
    low, high = np.floor(both.min(axis=0) - 0.1), np.ceil(both.max(axis=0) + 0.1)
    if state.activation == "tanh":
        low, high = np.full(2, -1.2), np.full(2, 1.2)
    marks = []
    if state.units == 2:
        x, y = np.linspace(low[0], high[0], 25), np.linspace(low[1], high[1], 25)
        cut = data.W2[0, 0] * x + data.W2[1, 0] * y[:, np.newaxis] + data.b2[0]
        marks.append(
            Cells(
                *(x, y, cut, *SHADES),
                colours="sides",
                smooth=True,
                label="answer of the last layer",
                in_key=False,
            )
        )
    X, Y = np.moveaxis(data.grid, -1, 0)
    marks += [
        Lines(X, Y, label="grid of the input plane", role="grey"),
        *_points(data, data.H[:, :2]),
    ]
    if state.points == "XOR":
        groups = data.groups()
        places = np.array([data.H[group[0], :2] for group in groups])
        texts = tuple(", ".join(NAMES[s] for s in group) for group in groups)
        marks.append(Names(*places.T, texts, dy=15.0, bold=True, label="names of the points"))
    title = "The hidden plane" if state.units == 2 else "The hidden plane of units 1 and 2"
    axes = Axis("unit 1", low[0], high[0]), Axis("unit 2", low[1], high[1])
    return Panel(title, *axes, tuple(marks))
