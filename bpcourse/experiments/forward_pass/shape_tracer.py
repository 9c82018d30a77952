"""Shape tracer: which axes meet on the way through a net, and what a wrong shape does.

    Z1 = X W1 + b1        A1 = f(Z1)        Z2 = A1 W2 + b2

All arrays are drawn to scale, a square for each number. One of them may be given a wrong shape:
then NumPy refuses, or it does not notice and the numbers are wrong.
"""

import re
from dataclasses import dataclass, field

import numpy as np

from ..challenge import Challenge, Shows
from ..controls import Row, Slider
from ..experiment import Experiment
from ..scene import Axis, Boxes, Handle, Names, Panel, Scene, Segments

MOST = 6  # of each size
GAP, LEAST = 2.2, 3.0  # between two arrays, where @, + and = stand; and for an array at least
FLOORS = {"first": 0.0, "second": -9.0}  # where the two rows of arrays stand
MISTAKES = ("none", "W1.T", "b1-column", "W1-per-sample", "W2-too-long")


@dataclass(frozen=True)
class Traced:
    """The shapes on the way, and where it ended."""

    shapes: dict  # name → shape, of all arrays that came about
    parameters: int
    error: str  # in NumPy's own words; empty where there was none
    ends_at: str  # the array that did not come about
    is_wrong: bool  # there was no error, but the numbers are others than they should be

    @property
    def is_silent(self):
        return self.is_wrong and not self.error


@dataclass
class Arrays:
    """The arrays of the net by name, and what became of them."""

    held: dict = field(default_factory=dict)
    error: str = ""
    ends_at: str = ""

    def add(self, name, make):
        """Put the array `make()` under its name, unless something has ended the way before."""
        if self.ends_at:
            return
        try:
            self.held[name] = make(**self.held)
        except ValueError as error:
            self.error, self.ends_at = str(error).strip(), name


def _through(n, n_in, n_hidden, n_out, mistake):
    """The arrays of a forward pass with that mistake in it."""
    rng = np.random.default_rng(0)
    wrong = {"W1.T": (n_hidden, n_in), "W1-per-sample": (n, n_hidden)}
    size = {
        "X": (n, n_in),
        "W1": wrong.get(mistake, (n_in, n_hidden)),
        "b1": (n_hidden, 1) if mistake == "b1-column" else (n_hidden,),
        "W2": (n_hidden + (mistake == "W2-too-long"), n_out),
        "b2": (n_out,),
    }
    made = {name: rng.normal(size=np.prod(shape, dtype=int)) for name, shape in size.items()}
    numbers = {name: made[name].reshape(shape) for name, shape in size.items()}
    if mistake == "W1.T":
        numbers["W1"] = made["W1"].reshape(n_in, n_hidden).T
    arrays = Arrays(numbers)
    arrays.add("Z1", lambda X, W1, b1, **_: X @ W1 + b1)
    arrays.add("A1", lambda Z1, **_: np.tanh(Z1))
    arrays.add("Z2", lambda A1, W2, b2, **_: A1 @ W2 + b2)
    return arrays


class ShapeTracer(Experiment):
    """The shape tracer: which axes meet, and what does a wrong shape do?"""

    n = Slider(5, "n, samples in the batch", low=1, high=MOST, step=1)
    n_in = Slider(3, "n_in, inputs", low=1, high=MOST, step=1)
    n_hidden = Slider(4, "n_hidden, hidden units", low=1, high=MOST, step=1)
    n_out = Slider(2, "n_out, outputs", low=1, high=MOST, step=1)
    mistake = Row("none", "mistake", options=MISTAKES)

    challenge = Challenge(
        "25 parameters, and mistake W1.T: a net that answers without an error.",
        lambda state, data: state.mistake == "W1.T" and data.parameters == 25 and not data.error,
        example={"mistake": "W1.T", "n_in": 4, "n_hidden": 4, "n_out": 1},
    )
    shows = (
        Shows(
            {"n": MOST},
            lambda state, data: (
                data.shapes["Z1"][0] == data.shapes["Z2"][0] == MOST
                and data.shapes["W1"] == (state.n_in, state.n_hidden)
            ),
        ),
    )

    def compute(self, state):
        sizes = state.n, state.n_in, state.n_hidden, state.n_out
        right, got = _through(*sizes, "none"), _through(*sizes, state.mistake)
        shapes = {name: array.shape for name, array in got.held.items()}
        both = [arrays.held.get("Z2", np.zeros(0)) for arrays in (right, got)]
        is_wrong = both[0].shape != both[1].shape or not np.allclose(*both)
        parameters = sum(int(np.prod(shapes[name])) for name in ("W1", "b1", "W2", "b2"))
        return Traced(shapes, parameters, got.error, got.ends_at, is_wrong)

    def scene(self, state, data):
        made = ("Z1", "A1", "Z2")
        passed = sum(int(np.prod(data.shapes[name])) for name in made if name in data.shapes)
        readings = {"parameters": data.parameters, "numbers in Z1, A1 and Z2": passed}
        return Scene((_rows(state, data),), readings=readings)

    def describe(self, state, data, frame):
        shapes = data.shapes
        told = f"X {shapes['X']} meets W1 {shapes['W1']}"
        if data.ends_at == "Z1":
            where = "b1" if state.mistake == "b1-column" else "W1"
            return (
                f"{told}, b1 is {shapes['b1']}. {where} does not fit, and NumPy refuses: there is "
                f"no Z1. {data.parameters} parameters."
            )
        told += f" and gives Z1 {shapes['Z1']}. A1 {shapes['A1']} meets W2 {shapes['W2']}"
        if data.ends_at:
            return f"{told}: that does not fit, and NumPy refuses. {data.parameters} parameters."
        told += f" and gives Z2 {shapes['Z2']}. {data.parameters} parameters."
        if data.is_silent:
            return f"{told} No error, but the numbers are wrong."
        return f"{told} This mistake changes no number." if state.mistake != "none" else told


# ---- what is drawn ----


class _Board:
    """Arrays to scale, one beside the other in two rows, and what stands between them."""

    def __init__(self, state, data):
        self.state, self.data = state, data
        self.boxes, self.wrong, self.missing = [], [], []  # (x, y, dx, dy)
        self.names, self.signs = [], []  # (x, y, text)
        self.edges = {}  # letter of an axis → its pieces (x, y, dx, dy)
        self.places = {}  # name → (x, y), the lower left corner

    def row(self, floor, parts):
        """Put names of arrays and signs into a row, from left to right, until the way ends."""
        x = 0.0
        for part in parts:
            if part in "@+=":
                self.signs.append((x - GAP / 2, floor + 0.7, part))
                continue
            if part not in self.data.shapes:
                self.missing.append((x, floor, 1.0, 1.0))
                self.names.append((x + 0.5, floor - 0.7, f"no {part}"))
                return
            x = self.array(part, x, floor) + GAP

    def array(self, name, x, floor):
        """Draw one array with its shape under it; returns where it ends."""
        shape = self.data.shapes[name]
        rows, columns = shape if len(shape) == 2 else (1, *shape)
        kind = self.wrong if name == WRONG.get(self.state.mistake) else self.boxes
        kind += [(x + j, floor + i, 1.0, 1.0) for i in range(rows) for j in range(columns)]
        self.places[name] = x, floor
        self.names.append((x + columns / 2, floor - 0.7, f"{name} {shape}"))
        return x + max(columns, LEAST)

    def edge(self, letter, name, side):
        """Mark an axis of an array: its "top" (columns) or its "left" (rows)."""
        if name not in self.data.shapes:
            return
        shape, (x, y) = self.data.shapes[name], self.places[name]
        rows, columns = shape if len(shape) == 2 else (1, *shape)
        piece = (x, y + rows + 0.2, columns, 0.0) if side == "top" else (x - 0.2, y, 0.0, rows)
        self.edges.setdefault(letter, []).append(piece)


WRONG = {
    "W1.T": "W1",
    "W1-per-sample": "W1",
    "b1-column": "b1",
    "W2-too-long": "W2",
}


EDGES = {"first": ("X meets W1", "blue"), "second": ("A1 meets W2", "green")}


def _rows(state, data):
    board = _Board(state, data)
    board.row(FLOORS["first"], ("X", "@", "W1", "+", "b1", "=", "Z1"))
    if "A1" in data.shapes:
        board.row(FLOORS["second"], ("A1", "@", "W2", "+", "b2", "=", "Z2"))
    for letter, name, side in (
        *(("first", "X", "top"), ("first", "W1", "left")),
        *(("second", "A1", "top"), ("second", "W2", "left")),
    ):
        if name in board.places:
            board.edge(letter, name, side)
    marks = [Boxes(*_columns(board.boxes), label="a number", role="ink")]
    if board.wrong:
        look = {"label": "of a wrong shape", "role": "vermillion"}
        marks.append(Boxes(*_columns(board.wrong), **look))
    if board.missing:
        look = {"label": "did not come about", "role": "vermillion", "fill": "none", "dashed": True}
        marks.append(Boxes(*_columns(board.missing), **look))
    for letter, (label, role) in EDGES.items():
        if letter in board.edges:
            pieces = _columns(board.edges[letter])
            marks.append(Segments(*pieces, label=label, role=role, width=3.5))
    marks.append(_texts(board.names, label="names and shapes"))
    marks.append(_texts(board.signs, label="signs", bold=True))
    marks += _verdict(data)
    marks += _handles(state, board)
    axes = Axis("", -1.0, 32.0, ticks="none"), Axis("", -10.4, 6.7, ticks="none")
    return Panel("Forward, one square for each number", *axes, tuple(marks), equal=True)


def _columns(pieces):
    return np.array(pieces, dtype=float).reshape(-1, 4).T


def _texts(placed, **look):
    x, y = np.array([place[:2] for place in placed], dtype=float).reshape(-1, 2).T
    return Names(x, y, tuple(text for *_, text in placed), **look)


def _verdict(data):
    """What NumPy says, or that it says nothing though the numbers are wrong."""
    if data.is_silent:
        text = "No error, but the numbers are wrong."
    elif data.error:
        told = re.sub(r": Input operand.*\) \(", ": … (", data.error)
        text = f"ValueError: {told.replace('together with', '…')}"
    else:
        return
    look = {"label": "what NumPy says", "role": "vermillion", "align": "left", "bold": True}
    yield Names(np.array([0.0]), np.array([-1.95]), (text,), **look)


def _handles(state, board):
    """The corner of X, and the right edges of W1 and W2."""
    yield Handle(
        np.array([float(state.n_in)]), np.array([float(state.n)]),
        moves=("n_in", "n"), label="corner of X", role="purple", in_key=False,
    )  # fmt: skip
    for name, control, of in (("W1", "n_hidden", "hidden units"), ("W2", "n_out", "outputs")):
        if name not in board.places:
            continue
        x, y = board.places[name]
        values = np.array(ShapeTracer.controls[control].values, dtype=float)
        if name == WRONG.get(state.mistake):
            continue  # its right edge is another axis then
        track = x + values, np.full(len(values), y + 0.5)
        at = int(getattr(state, control)) - 1
        yield Handle(
            track[0][at : at + 1], track[1][at : at + 1],
            moves=control, along=track, label=f"right edge of {name}, {of}", role="purple",
            in_key=False,
        )  # fmt: skip
