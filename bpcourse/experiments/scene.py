"""Scene: a picture as data. The page draws it live and matplotlib draws it still.

A scene is a row of panels, a panel has two axes and marks in it. Some marks grow: a Path shows its
first k points while frame k - 1 is on, so playing, pausing and stepping back need no new
computation.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

# Okabe and Ito's colours that keep 3:1 against white and against #111111; each role has its own
# dash and marker too. Source: M. Okabe and K. Ito, "Color Universal Design" (2008).
COLOURS = {"blue": "#0072B2", "vermillion": "#D55E00", "green": "#009E73", "purple": "#CC79A7"}
DASHES = {"ink": (), "blue": (), "vermillion": (6, 3), "green": (2, 2), "purple": (8, 3, 2, 3)}
MARKERS = {
    "ink": "circle",
    "blue": "circle",
    "vermillion": "square",
    "green": "triangle",
    "purple": "diamond",
}
# From dark to bright, so that it survives greyscale. Source: viridis, by S. van der Walt and
# N. Smith (2015), at nine places; licence CC0.
MAP = (
    *("#440154", "#472D7B", "#3B528B", "#2C728E", "#21918C"),
    *("#28AE80", "#5EC962", "#ADDC30", "#FDE725"),
)


@dataclass(frozen=True)
class Axis:
    """One direction of a panel: what it measures, from where to where."""

    label: str
    low: float
    high: float
    log: bool = False
    ticks: str = "all"  # or "whole", where only whole numbers mean something; or "none"

    def holds(self, values):
        """Which values are inside. On a logarithmic axis, to sink towards 0 is not to leave."""
        floor = 0.0 if self.log else self.low
        with np.errstate(invalid="ignore"):
            return np.isfinite(values) & (values >= floor) & (values <= self.high)

    def drawn(self, values):
        """The values as they are drawn: a logarithmic axis has no 0, so that sinks out below."""
        if not self.log or not isinstance(values, np.ndarray):
            return values
        return np.maximum(values, self.low * 1e-6)


@dataclass(frozen=True)
class Mark:
    """Something drawn. `label` is its name; `role` picks colour, dash and marker together."""

    label: str = field(kw_only=True)
    role: str = field(kw_only=True, default="ink")


@dataclass(frozen=True)
class Curve(Mark):
    """A smooth line through (x, y)."""

    x: np.ndarray
    y: np.ndarray


@dataclass(frozen=True)
class Path(Mark):
    """Places in order, joined by a line: point k appears with frame k."""

    x: np.ndarray
    y: np.ndarray


@dataclass(frozen=True)
class Points(Mark):
    """Single places, all of them at once."""

    x: np.ndarray
    y: np.ndarray


@dataclass(frozen=True)
class Arrows(Mark):
    """For every frame an arrow from (x, y) to (x + dx, y + dy); the current one is shown."""

    x: np.ndarray
    y: np.ndarray
    dx: np.ndarray
    dy: np.ndarray


@dataclass(frozen=True)
class Rule(Mark):
    """A straight line across the panel, at `x` or at `y`."""

    x: float | None = None
    y: float | None = None


@dataclass(frozen=True)
class Contours(Mark):
    """Lines at the heights `levels` of Z (len(y), len(x)), over the grid of x and y."""

    x: np.ndarray
    y: np.ndarray
    Z: np.ndarray
    levels: np.ndarray


@dataclass(frozen=True)
class Segments(Mark):
    """Straight pieces, from (x, y) to (x + dx, y + dy), all at once.

    With `at`, each piece is shown in that frame only.
    """

    x: np.ndarray
    y: np.ndarray
    dx: np.ndarray
    dy: np.ndarray
    at: np.ndarray | None = None
    width: float = 2.0  # pixels


@dataclass(frozen=True)
class Bars(Mark):
    """Upright bars from 0 to y; with `at`, each is shown in that frame only."""

    x: np.ndarray
    y: np.ndarray
    at: np.ndarray | None = None
    width: float = 10.0  # pixels


@dataclass(frozen=True)
class Cells(Mark):
    """A table of numbers Z (len(y), len(x)) as coloured cells: column k appears with frame k.

    Dark is `low` and bright is `high`.
    """

    x: np.ndarray
    y: np.ndarray
    Z: np.ndarray
    low: float
    high: float


@dataclass(frozen=True)
class Names(Mark):
    """Short texts at places."""

    x: np.ndarray
    y: np.ndarray
    texts: tuple


MARKS = (Curve, Path, Points, Arrows, Rule, Contours, Segments, Bars, Cells, Names)


@dataclass(frozen=True)
class Panel:
    """Two axes, and the marks between them."""

    title: str
    x: Axis
    y: Axis
    marks: tuple
    equal: bool = False  # one unit is equally long both ways, so that right angles look right

    @property
    def is_full(self):
        """Is there no room for a legend inside?"""
        return any(isinstance(mark, Cells | Names | Arrows) for mark in self.marks)

    def drawn(self, mark):
        """The x and y of a mark, as they are drawn."""
        return self.x.drawn(mark.x), self.y.drawn(mark.y)

    def leaves(self, path):
        """The first frame in which a point of `path` is outside, or None."""
        outside = ~(self.x.holds(path.x) & self.y.holds(path.y))
        return int(np.argmax(outside)) if outside.any() else None


@dataclass(frozen=True)
class Scene:
    """A row of panels."""

    panels: tuple
    frames: int = 1  # how many states the growing marks go through

    @cached_property
    def warnings(self):
        """Pairs: a frame, and a sentence on what no frame from there on can show."""
        found = []
        for panel in self.panels:
            for path in (mark for mark in panel.marks if isinstance(mark, Path)):
                left = panel.leaves(path)
                if left is not None:
                    text = f"{path.label.capitalize()} leaves the picture at step {left}."
                    found.append((left, text))
                infinite = ~(np.isfinite(path.x) & np.isfinite(path.y))
                if infinite.any():
                    first = int(np.argmax(infinite))
                    text = f"From step {first} on, {path.label} is too large to compute with."
                    found.append((first, text))
            for mark in (mark for mark in panel.marks if not isinstance(mark, Path)):
                first = _first_infinite(mark)
                if first is not None:
                    text = f"From step {first} on, {mark.label} is too large to compute with."
                    found.append((first, text))
        return found


def _first_infinite(mark):
    """The first frame in which a number of the mark is not finite, or None."""
    if isinstance(mark, Cells):
        infinite = ~np.isfinite(mark.Z).all(axis=0)  # (len(x),)
        return int(np.argmax(infinite)) if infinite.any() else None
    arrays = [value for value in vars(mark).values() if isinstance(value, np.ndarray)]
    if all(np.isfinite(array).all() for array in arrays):
        return None
    at = getattr(mark, "at", None)
    infinite = ~np.isfinite(mark.y)
    return int(at[infinite].min()) if at is not None and infinite.any() else 0
