"""Broadcast board: a table Z, something of another shape b, and what NumPy makes of Z + b.

NumPy compares the two shapes from the right. Two lengths fit where they are equal, or where one of
them is 1 or missing: then its numbers are used again.
"""

from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from ..challenge import Challenge, Shows
from ..controls import Slider, Switch
from ..experiment import Experiment
from ..scene import Axis, Cells, Handle, Names, Panel, Scene

MOST = 5  # rows, and columns
HIGHEST = 100.0  # more than any number in the picture
GAP = 1.2  # between the places of the three tables, where + and = stand
SECOND, THIRD = MOST + GAP, 2 * (MOST + GAP)  # where those of b and Z + b begin
FITS, AGAIN, REFUSED = "✓", "again", "✗"

CHALLENGE = Challenge(
    "b is (n,), n at least 2, meant for the rows of Z: get a result without an error.",
    lambda state, data: state.b == "(n,)" and state.n >= 2 and data.result is not None,
    example={"n": 3, "b": "(n,)"},
)


@dataclass(frozen=True)
class Sum:
    """What became of Z + b."""

    Z: np.ndarray  # (n, k)
    b: np.ndarray  # of the shape that was chosen
    result: np.ndarray | None
    error: str  # in NumPy's own words, where there is no result

    @property
    def pairs(self):
        """The lengths that meet, read from the right; None where one of them is missing."""
        return list(zip_longest(self.Z.shape[::-1], self.b.shape[::-1]))


def meeting(one, other):
    """What becomes of two lengths that meet."""
    if one == other:
        return FITS
    return AGAIN if None in (one, other) or 1 in (one, other) else REFUSED


class BroadcastBoard(Experiment):
    """The broadcast board: which shapes can be added, and what comes out?"""

    n = Slider(4, "n, the rows of Z", low=1, high=MOST, step=1)
    k = Slider(3, "k, the columns of Z", low=1, high=MOST, step=1)
    b = Switch("(k,)", "shape of b", options=("(k,)", "(n,)", "(n,1)", "(1,k)", "()"))

    challenge = CHALLENGE
    shows = (Shows({"b": "(n,)"}, lambda state, data: bool(data.error)),)

    def compute(self, state):
        n, k = state.n, state.k
        shape = {"(k,)": (k,), "(n,)": (n,), "(n,1)": (n, 1), "(1,k)": (1, k), "()": ()}[state.b]
        Z = np.arange(n * k).reshape(n, k)  # 0, 1, 2, ... row by row
        b = 10 * np.arange(1, np.prod(shape, dtype=int) + 1).reshape(shape)  # 10, 20, 30, ...
        try:
            return Sum(Z, b, Z + b, "")
        except ValueError as error:
            return Sum(Z, b, None, str(error).strip())

    def scene(self, state, data):
        return Scene((_board(state, data),))

    def describe(self, state, data, frame):
        told = [_met(*pair) for pair in data.pairs]
        read = f"Read from the right: {told[0]}, then {told[1]}."
        if data.result is None:
            read = f"Read from the right: {told[0]}. That does not fit."
            return f"{_named(data)} {read} NumPy refuses, and there is no result."
        return f"{_named(data)} {read} {_used(data)} The result has the shape {data.result.shape}."


def _named(data):
    return f"Z has the shape {data.Z.shape} and b is {_shape(data.b)}."


def _shape(array):
    return str(array.shape) if array.ndim else "one number, ()"


def _met(one, other):
    return f"{one} meets {'nothing' if other is None else other}"


def _used(data):
    """How often the numbers of both are used."""
    told = []
    for name, array in (("Z", data.Z), ("b", data.b)):
        times = data.result.size // array.size
        if times > 1:
            told.append(f"Each number of {name} is used {times} times.")
    return " ".join(told) or "Each number is used once."


# ---- what is drawn ----


def _table(left, array, shape, label):
    """The numbers of an array as they are used for that shape: what is used again is a ghost."""
    rows, columns = shape
    numbers = np.broadcast_to(array, shape).astype(float)
    kept = np.zeros(shape, dtype=bool)
    kept[tuple(slice(length) for length in (1,) * (2 - array.ndim) + array.shape)] = True
    return Cells(
        left + 0.5 + np.arange(columns),
        -rows + 0.5 + np.arange(rows),  # the first row is on top
        numbers[::-1],
        0.0,
        HIGHEST,
        written=True,
        ghost=~kept[::-1],
        label=label,
        in_key=False,
    )


def _board(state, data):
    fits = data.result is not None
    shape = data.result.shape if fits else data.Z.shape
    of_b = shape if fits else (1, data.b.size)
    marks = [_table(0.0, data.Z, shape, "Z"), _table(SECOND, data.b, of_b, "b")]
    heads = [(shape[1] / 2, f"Z {data.Z.shape}"), (SECOND + of_b[1] / 2, f"b {_shape(data.b)}")]
    signs = [(SECOND - GAP / 2, "+"), (THIRD - GAP / 2, "=")]
    middle = -shape[0] / 2 if fits else -0.5
    if fits:
        marks.append(_table(THIRD, data.result, shape, "Z + b"))
        heads.append((THIRD + shape[1] / 2, f"Z + b {shape}"))
    else:
        lines = _lines(f"ValueError: {data.error}")
        marks.append(
            Names(
                np.full(len(lines), THIRD),
                -0.5 - 0.6 * np.arange(len(lines)),
                tuple(lines),
                label="what NumPy says",
                role="vermillion",
                align="left",
            )
        )
    x, texts = zip(*heads, strict=True)
    marks.append(
        Names(np.array(x), np.full(len(x), 0.5), texts, label="shapes", bold=True),
    )
    x, texts = zip(*signs, strict=True)
    marks.append(Names(np.array(x), np.full(len(x), middle), texts, label="signs", bold=True))
    marks += _ladder(data)
    numbers = np.arange(1.0, MOST + 1)
    marks += [
        Handle(
            np.array([state.k / 2]),
            np.array([-float(state.n)]),
            moves="n",
            along=(np.full(MOST, state.k / 2), -numbers),
            label="lower edge of Z",
        ),
        Handle(
            np.array([float(state.k)]),
            np.array([-state.n / 2]),
            moves="k",
            along=(numbers, np.full(MOST, -state.n / 2)),
            label="right edge of Z",
        ),
    ]
    return Panel(
        "Z + b; dashed: used again",
        Axis("", -0.4, THIRD + MOST + 0.4, ticks="none"),
        Axis("", -MOST - 3.0, 1.1, ticks="none"),
        tuple(marks),
    )


def _ladder(data):
    """Both shapes, one below the other, as they are read from the right."""
    top, right = -MOST - 0.9, SECOND + MOST
    texts, x, y, roles = [], [], [], []
    for place, (one, other) in enumerate(data.pairs):
        verdict = meeting(one, other)
        for row, text in enumerate((one, "·" if other is None else other, verdict)):
            texts.append(str(text))
            x.append(right - 2.2 * place)
            y.append(top - 0.85 * row)
            roles.append("vermillion" if verdict == REFUSED else "ink")
    read = Names(
        np.full(3, right - 4.2),
        top - 0.85 * np.arange(3),
        ("shape of Z", "shape of b", "from the right"),
        label="what is compared",
        role="grey",
        align="right",
    )
    found = [read]
    for role in dict.fromkeys(roles):
        of = [i for i, one in enumerate(roles) if one == role]
        found.append(
            Names(
                np.array([x[i] for i in of]),
                np.array([y[i] for i in of]),
                tuple(texts[i] for i in of),
                label="lengths that meet",
                role=role,
                bold=True,
            )
        )
    return found


def _lines(text, width=25):
    """A sentence in lines of at most that many letters."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
