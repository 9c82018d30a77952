"""Marks: what is drawn in a panel, as data. The page and matplotlib draw the same ones.

Each has a `label`, its name in the key, and a `role`, which picks colour, dash and marker together.
Where a mark has `at`, an array with a frame for each of its pieces, a piece is shown in that frame
only; without it all pieces are shown always. Numbers are arrays of floats; a tuple of arrays has
one for each frame.
"""

from dataclasses import dataclass, field

import numpy as np

__all__ = [
    *("COLOURS", "DASHES", "MAPS", "MARKERS", "MARKS", "Arrows", "Band", "Bars", "Boxes", "Cells"),
    *("Contours", "Curve", "Handle", "Lines", "Mark", "Names", "Path", "Points", "Rule"),
    *("Segments", "Tiles", "Weights"),
]

# Okabe and Ito's colours that keep 3:1 against white and against #111111; each role has its own
# dash and marker too. Source: M. Okabe and K. Ito, "Color Universal Design" (2008).
COLOURS = {"blue": "#0072B2", "vermillion": "#D55E00", "green": "#009E73", "purple": "#CC79A7"}
DASHES = {
    "ink": (),
    "grey": (),
    "blue": (),
    "vermillion": (6, 3),
    "green": (2, 2),
    "purple": (8, 3, 2, 3),
}
MARKERS = {
    "ink": "circle",
    "grey": "circle",
    "blue": "circle",
    "vermillion": "square",
    "green": "triangle",
    "purple": "diamond",
}
# "height", from dark to bright, so that it survives greyscale. Source: viridis, by S. van der Walt
# and N. Smith (2015), at nine places; licence CC0. "sides", from the one side over the middle to
# the other: blue and vermillion of above, mixed with white.
MAPS = {
    "height": (
        *("#440154", "#472D7B", "#3B528B", "#2C728E", "#21918C"),
        *("#28AE80", "#5EC962", "#ADDC30", "#FDE725"),
    ),
    "sides": ("#0072B2", "#66AAD1", "#B3D5E8", "#F7F7F7", "#F2CFB3", "#E69E66", "#D55E00"),
}


@dataclass(frozen=True)
class Mark:
    """Something drawn. With `in_key` False it explains itself, and the key leaves it out."""

    label: str = field(kw_only=True)
    role: str = field(kw_only=True, default="ink")
    in_key: bool = field(kw_only=True, default=True)

    def reach(self):
        """Two lists of arrays: where it is in x and in y, for axes that fit."""
        return [self.x], [self.y]

    def in_frames(self):
        """What differs from frame to frame: a tuple of arrays, one for each, or an empty one."""
        return ()


@dataclass(frozen=True)
class Curve(Mark):
    """A smooth line through (x, y). With y (frames, n), row k is the line of frame k."""

    x: np.ndarray
    y: np.ndarray


@dataclass(frozen=True)
class Lines(Mark):
    """Many thin lines, row i through (X[i], Y[i]): a bent grid, the runs of many seeds."""

    X: np.ndarray
    Y: np.ndarray
    width: float = 1.0

    def reach(self):
        return [self.X], [self.Y]


@dataclass(frozen=True)
class Band(Mark):
    """What lies between y_low and y_high, pale."""

    x: np.ndarray
    y_low: np.ndarray
    y_high: np.ndarray

    def reach(self):
        return [self.x], [self.y_low, self.y_high]


@dataclass(frozen=True)
class Path(Mark):
    """Places in order, joined by a line: point k appears with frame k."""

    x: np.ndarray
    y: np.ndarray


@dataclass(frozen=True)
class Points(Mark):
    """Single places; `size` is the diameter of each in pixels."""

    x: np.ndarray
    y: np.ndarray
    at: np.ndarray | None = None
    size: np.ndarray | None = None


@dataclass(frozen=True)
class Span(Mark):
    """What goes from (x, y) to (x + dx, y + dy)."""

    x: np.ndarray
    y: np.ndarray
    dx: np.ndarray
    dy: np.ndarray
    at: np.ndarray | None = None

    def reach(self):
        return [self.x, self.x + self.dx], [self.y, self.y + self.dy]


@dataclass(frozen=True)
class Arrows(Span):
    """Arrows from (x, y) to (x + dx, y + dy)."""

    width: float = 2.5  # pixels


@dataclass(frozen=True)
class Segments(Span):
    """Straight pieces from (x, y) to (x + dx, y + dy)."""

    width: float = 2.0  # pixels


@dataclass(frozen=True)
class Weights(Span):
    """Straight pieces, each as wide as its weight is large; what is not above 0 is not drawn.

    w holds for each frame the weights (n,). A weight of 1 is 1.6 pixels wide.
    """

    w: tuple = field(kw_only=True)

    def in_frames(self):
        return self.w


@dataclass(frozen=True)
class Rule(Mark):
    """A straight line across the panel, at `x` or at `y`; dragged, it moves the control `moves`."""

    x: float | None = None
    y: float | None = None
    moves: str | None = None

    def reach(self):
        return [
            [[v] for v in (self.x,) if v is not None],
            [[v] for v in (self.y,) if v is not None],
        ]


@dataclass(frozen=True)
class Contours(Mark):
    """Lines at the heights `levels` of Z (len(y), len(x)), over the grid of x and y."""

    x: np.ndarray
    y: np.ndarray
    Z: np.ndarray
    levels: np.ndarray


@dataclass(frozen=True)
class Bars(Mark):
    """Upright bars from 0 to y, `width` pixels wide."""

    x: np.ndarray
    y: np.ndarray
    at: np.ndarray | None = None
    width: float = 10.0

    def reach(self):
        return [self.x], [self.y, [0.0]]


@dataclass(frozen=True)
class Boxes(Span):
    """Rectangles from the corner (x, y) to (x + dx, y + dy): squares, matrices, nodes, histograms.

    `fill` is "pale", "full" or "none"; `dashed` draws the border in dashes, for what is not really
    there.
    """

    fill: str = "pale"
    dashed: bool = False


@dataclass(frozen=True)
class Cells(Mark):
    """A table of numbers Z (len(y), len(x)) as coloured cells, with a bar that says the colours.

    Z may be a tuple of such tables, one for each frame.
    `low` and `high` are the ends of the bar, in powers of ten with `log`. With `grows`, column k
    appears with frame k. With `written`, each number stands in its cell. `smooth` blends
    neighbours, for a map of the plane. `ghost` (like Z) marks cells that are only thought of.
    """

    x: np.ndarray
    y: np.ndarray
    Z: np.ndarray | tuple
    low: float
    high: float
    log: bool = False
    grows: bool = False
    colours: str = "height"
    smooth: bool = False
    written: bool = False
    ghost: np.ndarray | None = None

    def reach(self):
        return [edges(self.x)], [edges(self.y)]

    def in_frames(self):
        return self.Z if isinstance(self.Z, tuple) else ()


@dataclass(frozen=True)
class Tiles(Mark):
    """Small maps in squares around the places (x, y), `side` pixels wide.

    Z holds for each frame the numbers of all maps (n, rows, columns), the lowest row first; `low`
    and `high` have the strongest colours. `texts` are the names of the maps, which explain
    themselves: it is not in the key.
    """

    x: np.ndarray
    y: np.ndarray
    Z: tuple
    side: float
    low: float
    high: float
    texts: tuple
    colours: str = "sides"
    in_key: bool = field(kw_only=True, default=False)

    def in_frames(self):
        return self.Z


@dataclass(frozen=True)
class Names(Mark):
    """Short texts at places. `align` says which part of a text is there, `dy` lifts it by pixels.

    It is not in the key: it explains itself.
    """

    x: np.ndarray
    y: np.ndarray
    texts: tuple
    at: np.ndarray | None = None
    align: str = "center"  # or "left", "right"
    dy: float = 0.0
    bold: bool = False
    in_key: bool = field(kw_only=True, default=False)


@dataclass(frozen=True)
class Handle(Mark):
    """What the hand takes hold of in the picture, and what moves with it.

    moves="name"            of Places or OwnPoints: one handle for each place
    moves=("a", "b")        x is the value of control a and y that of control b; either may be None
    moves="a", along=(X, Y) a control with as many values: value k is at (X[k], Y[k])

    For the keyboard it is a slider of the name `label`. With `trail` the page shows where it has
    been since the picture was opened; a still has been nowhere else.
    """

    x: np.ndarray
    y: np.ndarray
    moves: object
    along: tuple | None = None
    trail: bool = False


MARKS = (
    *(Curve, Lines, Band, Path, Points, Arrows, Segments, Weights, Rule, Contours, Bars, Boxes),
    *(Cells, Tiles, Names, Handle),
)


def edges(places):
    """The borders of cells around equally distant places."""
    half = (places[1] - places[0]) / 2 if len(places) > 1 else 0.5
    return np.append(places - half, places[-1] + half)
