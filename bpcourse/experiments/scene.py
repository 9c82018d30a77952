"""Scene: a picture as data. The page draws it live and matplotlib draws it still.

A scene is a few panels: the first is large and answers the question, the others are its witnesses.
A panel has two axes, and marks between them. Some marks grow or move with the frame, so playing,
pausing and stepping back need no new computation.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from ..numerals import say
from .axes import Axis
from .marks import *  # noqa: F403 (an experiment finds all that it draws here)
from .marks import Cells, Curve, Path


@dataclass(frozen=True)
class Panel:
    """Two axes, and the marks between them."""

    title: str
    x: Axis
    y: Axis
    marks: tuple
    equal: bool = False  # one unit is equally long both ways, so that right angles look right

    def drawn(self, mark):
        """The x and y of a mark, as they are drawn."""
        return self.x.drawn(mark.x), self.y.drawn(mark.y)

    def leaves(self, path):
        """The first frame in which a point of `path` is outside, or None."""
        outside = ~(self.x.holds(path.x) & self.y.holds(path.y))
        return int(np.argmax(outside)) if outside.any() else None

    def fitted(self, before=None):
        """The panel with axes that fit its marks; `before` is the panel that was shown last."""
        reaches = [mark.reach() for mark in self.marks]
        x = self.x.fitted([v for xs, _ in reaches for v in xs], before and before.x)
        y = self.y.fitted([v for _, ys in reaches for v in ys], before and before.y)
        return replace(self, x=x, y=y)


@dataclass(frozen=True)
class Scene:
    """Panels, of which the first `large` are large. `readings` are numbers that matter most:
    for each name one number, or one for each frame.

    `counts` says what is counted from frame to frame, as the text under the picture calls it, and
    `counted` its number in each frame, where that is not 0, 1, 2, ...
    """

    panels: tuple
    frames: int = 1  # how many states the growing marks go through
    counts: str = "step"
    counted: np.ndarray | None = None
    large: int = 1
    readings: dict = field(default_factory=dict)

    def fitted(self, before=None):
        """The scene with axes that fit; `before` is the scene that was shown last."""
        last = {panel.title: panel for panel in before.panels} if before else {}
        panels = tuple(panel.fitted(last.get(panel.title)) for panel in self.panels)
        return replace(self, panels=panels)

    @cached_property
    def warnings(self):
        """Pairs: a frame, and a sentence on what no frame from there on can show."""
        found = {}  # (frame, is it lost?) → the labels
        for panel in self.panels:
            for mark in panel.marks:
                for frame, is_lost in _limits(panel, mark):
                    labels = found.setdefault((frame, is_lost), [])
                    labels += [mark.label] if mark.label not in labels else []
        return [
            (frame, self._warning(frame, is_lost, labels))
            for (frame, is_lost), labels in found.items()
        ]

    def moment(self, frame):
        """A frame in words: "training step 50"."""
        return f"{self.counts} {say(frame if self.counted is None else self.counted[frame])}"

    def _warning(self, frame, is_lost, labels):
        told = " and ".join(filter(None, [", ".join(labels[:-1]), labels[-1]]))
        one = len(labels) == 1
        if is_lost:
            are = "is" if one else "are"
            return f"From {self.moment(frame)} on, {told} {are} too large to compute with."
        leave = "leaves" if one else "leave"
        return f"{_capital(told)} {leave} the picture at {self.moment(frame)}."


def _limits(panel, mark):
    """Pairs: the first frame in which the mark cannot be seen, and whether it is lost for good."""
    if not isinstance(mark, Path):
        first = _first_infinite(mark)
        return [] if first is None else [(first, True)]
    infinite = ~(np.isfinite(mark.x) & np.isfinite(mark.y))
    left, lost = panel.leaves(mark), int(np.argmax(infinite)) if infinite.any() else None
    left = None if left == lost else left
    return [
        (frame, is_lost) for frame, is_lost in ((left, False), (lost, True)) if frame is not None
    ]


def _first_infinite(mark):
    """The first frame in which a number of the mark is not finite, or None."""
    if mark.in_frames():
        infinite = [not np.isfinite(values).all() for values in mark.in_frames()]
        return infinite.index(True) if any(infinite) else None
    if isinstance(mark, Cells):
        infinite = ~np.isfinite(mark.Z)
        if not infinite.any():
            return None
        return int(np.argmax(infinite.any(axis=0))) if mark.grows else 0
    if isinstance(mark, Curve) and mark.y.ndim == 2:
        infinite = ~np.isfinite(mark.y).all(axis=1)  # (frames,)
        return int(np.argmax(infinite)) if infinite.any() else None
    arrays = [value for value in vars(mark).values() if isinstance(value, np.ndarray)]
    if all(np.isfinite(array).all() for array in arrays):
        return None
    at = getattr(mark, "at", None)
    infinite = ~np.isfinite(mark.y) if at is not None else None
    return int(at[infinite].min()) if at is not None and infinite.any() else 0


def _capital(text):
    """With a capital first letter, and all others as they are."""
    return text[:1].upper() + text[1:]
