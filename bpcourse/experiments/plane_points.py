"""Plane points: the points of two classes that a net learns from, and those that are held out.

They come from a formula, from a file with two numbers and a label in each row, or from the hand.
Whatever they are, they are scaled into the same square, so that one picture fits them all.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ..datasets import circles, spirals, two_moons, xor

N, HELD_OUT = 200, 0.25  # points of a formula, and the share of them that is held out
REACH = 1.2  # how far from the middle the points of a file lie
MOST = 1000  # rows of a file


@dataclass(frozen=True)
class PlanePoints:
    """What is learned from, X (n, 2) and y (n, 1), each 0 or 1; and the same held out."""

    X: np.ndarray
    y: np.ndarray
    X_new: np.ndarray
    y_new: np.ndarray
    axes: tuple = ("x₁", "x₂")
    classes: tuple = ("class A", "class B")
    trouble: str = ""  # why the file is not shown


def _circles(noise, rng):
    return circles(N, noise=noise, rng=rng)


def _moons(noise, rng):
    X, y = two_moons(N, noise=noise, rng=rng)
    return 0.85 * (X - [0.5, 0.25]), y


def _spirals(noise, rng):
    X, labels = spirals(N, noise=noise, rng=rng, classes=2, turns=1.0)
    return 1.2 * X, labels[:, np.newaxis].astype(float)


def _xor(noise, rng):
    X, y = xor(N, noise=noise, rng=rng)
    return 1.4 * (X - 0.5), y


FORMULAS = {"circles": _circles, "moons": _moons, "spirals": _spirals, "XOR": _xor}


def plane_points(data, noise, seed, own, file=""):
    """The points of the data set `data`, one of FORMULAS or "none", and those of one's own (k, 3).

    With a file it is the file's points in place of the formula's. What is wrong with a file is told
    in `trouble`.
    """
    rng = np.random.default_rng(seed)
    found = PlanePoints(*_split(np.zeros((0, 2)), np.zeros((0, 1)), rng))
    trouble = ""
    if file:
        try:
            X, y, axes, classes = from_file(file)
            found = PlanePoints(*_split(X, y, rng), axes, classes)
        except ValueError as error:
            trouble = str(error)
    if data in FORMULAS and not len(found.X):
        found = PlanePoints(*_split(*FORMULAS[data](noise, rng), rng))
    X, y = np.vstack([found.X, own[:, :2]]), np.vstack([found.y, own[:, 2:]])
    return PlanePoints(X, y, found.X_new, found.y_new, found.axes, found.classes, trouble)


def _split(X, y, rng):
    """In random order: a part to learn from, and a part that is held out."""
    order = rng.permutation(len(X))
    new, old = np.split(order, [round(HELD_OUT * len(X))])
    return X[old], y[old], X[new], y[new]


# ---- a file of one's own ----


def from_file(name):
    """X (n, 2) in the square, y (n, 1), the names of the columns, and those of both classes.

    ValueError, in a short sentence, where the file is not such a table.
    """
    path = Path(name)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError:
        raise ValueError("No such file beside this notebook.") from None


@lru_cache(maxsize=4)
def _read(path, _changed):
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("The file is no text in UTF-8; save it as CSV UTF-8.") from None
    rows = _rows(text)
    head = rows.pop(0) if rows and not _are_numbers(rows[0][:2]) else ["x₁", "x₂"]
    numbers, labels = _checked(rows)
    kinds = sorted(set(labels))
    if len(kinds) != 2:
        told = "1 label" if len(kinds) == 1 else f"{len(kinds)} different labels"
        raise ValueError(f"The last column holds {told}; two classes need 2.")
    low, high = numbers.min(axis=0), numbers.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    X = REACH * (2 * numbers - low - high) / span
    y = np.array([[float(label == kinds[1])] for label in labels])
    axes = tuple(f"{_short(column)}, scaled" for column in head[:2])
    return X, y, axes, tuple(f"{of}: {_short(kind)}" for of, kind in zip("AB", kinds, strict=True))


def _rows(text):
    """The cells of each row that is not empty; they are parted by tabs, semicolons or commas."""
    first = text.partition("\n")[0]
    mark = next((mark for mark in "\t;" if mark in first), ",")
    rows = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines(), delimiter=mark)]
    rows = [row for row in rows if any(row)]
    if mark == ";":  # there a comma may stand for the point
        rows = [[*(cell.replace(",", ".") for cell in row[:2]), *row[2:]] for row in rows]
    return rows


def _checked(rows):
    """Numbers (n, 2) and labels; ValueError names the first row that is not two numbers and one."""
    if not 4 <= len(rows) <= MOST:
        held = f"{len(rows)} rows" if len(rows) != 1 else "1 row"
        raise ValueError(f"The file holds {held} of points; it takes 4 to {MOST}.")
    for place, row in enumerate(rows, start=1):
        if len(row) != 3:
            raise ValueError(f"Row {place} has {len(row)} columns; it takes 2 numbers and a label.")
        if not _are_numbers(row[:2]) or not row[2]:
            raise ValueError(f"Row {place} is not 2 numbers and a label.")
    return np.array([row[:2] for row in rows], dtype=float), [row[2] for row in rows]


def _are_numbers(cells):
    try:
        return bool(np.isfinite([float(cell) for cell in cells]).all())
    except ValueError:
        return False


def _short(name):
    return name if len(name) <= 12 else f"{name[:11]}…"
