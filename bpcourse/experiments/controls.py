"""Controls: what is under the learner's hand.

Each knows its name, its values, and how a value is said aloud and written down. A slider is a row
of values, worked out here and nowhere else: the page moves an index along the row, so what is
shown, what is announced and what is computed with are one and the same number.

    Slider(1.0, "curvature", low=0.2, high=4.0, step=0.05)     numbers at equal distances
    LogSlider(0.1, "learning rate", low=0.01, high=3.0)        round numbers at about equal ratios
    Row(32, "batch size", options=(1, 2, 4, 8, 16, 32))        a few values along a slider
    Switch("relu", "activation", options=("relu", "tanh"))     a few values, all in view
    Places([(0, 1), (2, 0)], "points", x=(-3, 3), y=(-2, 2))   places, each dragged in the picture
    OwnPoints("own points", x=(-3, 3), y=(-2, 2))              points of two classes, set by hand
    Blank("the next slope")                                    a number that the learner types
    Text("", "a formula", longest=60)                          a text that the learner types
    Button("draw again")                                       how often it was pressed

Where there are many, each names its `group`: one group is in view at a time.
"""

import math
import re
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ..numerals import say

# Two digits each, from 1 to below 10, the next about 6 % larger; 1, 2 and 5 are among them.
FINE = (
    *(1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0, 2.2, 2.5, 2.8, 3.0),
    *(3.2, 3.5, 3.8, 4.0, 4.3, 4.6, 5.0, 5.5, 6.0, 6.5, 7.0, 7.5, 8.0, 8.5, 9.0, 9.5),
)
COARSE = (1.0, 2.0, 5.0)
SPACE = "␣"  # in a code, where a space would end the value


@dataclass(frozen=True)
class Control:
    """What all controls share: a `start`, a `label`, and the `group` in which they are shown."""

    start: object
    label: str
    group: str = field(default="", kw_only=True)

    def nearest(self, value):
        """The possible value that is nearest to `value`; ValueError where it is none at all."""
        raise NotImplementedError

    def written(self, value):
        """The value as a text without spaces, which `nearest` reads again."""
        return str(value)

    def spec(self):
        """What the page needs to know, as plain data."""
        return {"kind": self.kind, "label": self.label, "group": self.group}


@dataclass(frozen=True)
class _Chosen(Control):
    """A control with a row of `values`, of which one is chosen.

    On the page it goes back to its start where the hand moves a control named in `anew_with`.
    """

    anew_with: tuple = field(default=(), kw_only=True)

    def say(self, value):
        return say(value)

    def spec(self):
        values = self.values
        texts = [self.say(value) for value in values]
        anew = {"start": self.start, "anew_with": self.anew_with}
        return super().spec() | {"values": values, "texts": texts} | anew


@dataclass(frozen=True)
class Slider(_Chosen):
    """The numbers from `low` to `high`, `step` apart; whole numbers if all three are whole."""

    low: float = 0.0
    high: float = 1.0
    step: float = 0.01
    unit: str = ""

    kind = "slider"

    @cached_property
    def values(self):
        count = round((self.high - self.low) / self.step) + 1
        values = [_rounded(self.low + i * self.step) for i in range(count)]
        is_whole = all(float(value).is_integer() for value in values)
        return [int(value) for value in values] if is_whole else values

    def say(self, value):
        space = "" if self.unit in ("°", "%", "") else " "
        return f"{say(value)}{space}{self.unit}"

    def nearest(self, value):
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(f"{self.label} needs a number, not {value}.")
        return min(self.values, key=lambda v: abs(v - number))


@dataclass(frozen=True)
class LogSlider(Slider):
    """Round numbers from `low` to `high` at about equal ratios: for rates and scales.

    With `coarse`, only 1, 2, 5, 10, 20, 50, ...
    """

    coarse: bool = False

    @cached_property
    def values(self):
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        row = [_rounded(a * 10.0**power) for power in powers for a in self._digits]
        return [value for value in row if self.low <= value * (1 + 1e-9) and value <= self.high]

    @property
    def _digits(self):
        return COARSE if self.coarse else FINE


@dataclass(frozen=True)
class Switch(_Chosen):
    """A few options, names or numbers, of which one is on."""

    options: tuple = ()

    kind = "switch"

    @property
    def values(self):
        return list(self.options)

    def say(self, value):
        return value if isinstance(value, str) else say(value)

    def nearest(self, value):
        for option in self.options:
            if str(option) == str(value) or _same_number(option, value):
                return option
        known = ", ".join(map(str, self.options))
        raise ValueError(f"{self.label} knows {known}, but not {value!r}.")


@dataclass(frozen=True)
class Row(Switch):
    """The same along a slider, for more options than a switch could show."""

    kind = "slider"


@dataclass(frozen=True)
class Places(Control):
    """Places in the plane, an array (n, 2): each has a Handle in the picture and no slider.

    `x` and `y` are the ranges in which they move, and `step` is the distance of what they are
    rounded to. `names` tells them apart, where they have names.
    """

    x: tuple = (-1.0, 1.0)
    y: tuple = (-1.0, 1.0)
    step: float = 0.05
    names: tuple = ()

    kind = "places"

    def nearest(self, value):
        try:
            if isinstance(value, str):
                value = [place.split(",") for place in value.split(";")]
            places = np.array(value, dtype=float).reshape(len(value), 2)
        except (TypeError, ValueError):
            raise ValueError(
                f"{self.label} needs places like 0.5,-1;2,0 and not {value!r}."
            ) from None
        if len(places) != len(self.start) or not np.isfinite(places).all():
            raise ValueError(f"{self.label} needs {len(self.start)} places like 0.5,-1;2,0.")
        return _on_grid(places, self)

    def written(self, value):
        return _rows_written(value)

    def spec(self):
        moves = {"x": self.x, "y": self.y, "step": self.step}
        return super().spec() | moves | {"names": self.names}


@dataclass(frozen=True)
class OwnPoints(Control):
    """Points of two classes that are set, moved and removed in the picture: an array (n, 3).

    Each row is x, y and the class, 0 or 1. At the start there are none, and at most there are
    `most`. A Handle that moves them is the place where they are set.
    """

    x: tuple = (-1.0, 1.0)
    y: tuple = (-1.0, 1.0)
    step: float = 0.05
    most: int = 60

    kind = "points"

    def __init__(self, label, *, x, y, group=""):
        super().__init__((), label, group=group)
        object.__setattr__(self, "x", x)
        object.__setattr__(self, "y", y)

    def nearest(self, value):
        try:
            if isinstance(value, str):
                value = [point.split(",") for point in value.split(";") if point]
            points = np.array(value, dtype=float).reshape(len(value), 3)
        except (TypeError, ValueError):
            points = np.full((1, 3), np.nan)
        if not (np.isfinite(points).all() and np.isin(points[:, 2], (0, 1)).all()):
            raise ValueError(f"{self.label} needs points like 0.5,-1,0;2,0,1 and not {value!r}.")
        if len(points) > self.most:
            raise ValueError(f"{self.label} are at most {self.most}, and not {len(points)}.")
        return np.column_stack([_on_grid(points[:, :2], self), points[:, 2]])

    def written(self, value):
        return _rows_written(value)

    def spec(self):
        return super().spec() | {"x": self.x, "y": self.y, "step": self.step, "most": self.most}


@dataclass(frozen=True)
class Blank(Control):
    """A number that the learner types before it is shown; None as long as nothing is typed.

    With `each_step` it is emptied whenever the learner goes on to another step of the player.
    """

    start: None = None
    label: str = ""
    each_step: bool = False

    kind = "blank"

    def __init__(self, label, *, each_step=False):
        super().__init__(None, label)
        object.__setattr__(self, "each_step", each_step)

    def spec(self):
        return super().spec() | {"each_step": self.each_step}

    def nearest(self, value):
        if value is None or str(value).strip() in ("", "None"):
            return None
        number = float(str(value).strip().replace("−", "-").replace(",", "."))
        if not math.isfinite(number):
            raise ValueError(f"{self.label} needs a number, not {value}.")
        return number


@dataclass(frozen=True)
class Text(Control):
    """A text that the learner types, of at most `longest` characters.

    Any text is a value: whether it can be read as what it should be, the experiment says. Spaces
    stay only between words, and `as_typed` also beside other signs; in a state's code they are
    written as ␣.
    """

    longest: int = 60
    as_typed: bool = False

    kind = "text"

    def nearest(self, value):
        words = " ".join(str(value).replace(SPACE, " ").split())
        tight = words if self.as_typed else re.sub(r" ?([^\w ]) ?", r"\1", words)
        return tight[: self.longest].rstrip()

    def written(self, value):
        return value.replace(" ", SPACE)

    def spec(self):
        return super().spec() | {"longest": self.longest}


@dataclass(frozen=True)
class Button(Control):
    """Counts how often it was pressed: for "draw again" and "one step more"."""

    start: int = 0
    label: str = ""

    kind = "button"

    def __init__(self, label):
        super().__init__(0, label)

    def nearest(self, value):
        return max(0, int(float(value)))


def _on_grid(places, control):
    """Places (n, 2) in the control's ranges, rounded to its steps."""
    low, high = np.transpose([control.x, control.y])
    steps = np.round(np.clip(places, low, high) / control.step)
    return np.round(steps * control.step, 9) + 0.0  # + 0.0 turns −0 into 0


def _rows_written(rows):
    return ";".join(",".join(f"{_rounded(number):g}" for number in row) for row in rows)


def _rounded(value):
    """The number without what was lost in binary: 0.30000000000000004 is 0.3, and −0 is 0."""
    return float(f"{value:.6g}") + 0.0


def _same_number(option, value):
    if isinstance(option, str):
        return False
    try:
        return float(option) == float(value)
    except (TypeError, ValueError):
        return False
