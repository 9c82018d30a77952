"""Controls: what is under the learner's hand.

Each knows its name, its values, and how a value is said aloud. A slider is a row of values, worked
out here and nowhere else: the page moves an index along the row, so what is shown, what is
announced and what is computed with are one and the same number.
"""

import math
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Control:
    """What all controls share: `values` to choose from, `start` among them, and a `label`."""

    start: object
    label: str

    def nearest(self, value):
        """The choosable value that is nearest to `value`; ValueError where it is none at all."""
        raise NotImplementedError

    def spec(self):
        """What the page needs to know, as plain data."""
        values = self.values
        texts = [self.say(value) for value in values]
        return {"kind": self.kind, "label": self.label, "values": values, "texts": texts}


@dataclass(frozen=True)
class Slider(Control):
    """A row of `count` numbers at equal distances from `low` to `high`."""

    low: float = 0.0
    high: float = 1.0
    count: int = 101
    unit: str = ""

    kind = "slider"

    @cached_property
    def values(self):
        width = self.high - self.low
        parts = [i / (self.count - 1) for i in range(self.count)]
        return [_three_digits(self.low + width * part, width) for part in parts]

    def say(self, value):
        return f"{value:.3g} {self.unit}".strip().replace("-", "−")

    def nearest(self, value):
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(f"{self.label} needs a number, not {value}.")
        return min(self.values, key=lambda v: abs(v - number))


@dataclass(frozen=True)
class LogSlider(Slider):
    """A row of numbers at equal ratios, `count` to each factor of ten: for rates and scales."""

    count: int = 40  # then 1, 2 and 10 are among them

    @cached_property
    def values(self):
        last = round(self.count * math.log10(self.high / self.low))
        return [float(f"{self.low * 10 ** (i / self.count):.3g}") for i in range(last + 1)]


@dataclass(frozen=True)
class Switch(Control):
    """A few named options, of which one is on. The values are the names."""

    options: tuple = ()

    kind = "switch"

    @property
    def values(self):
        return list(self.options)

    def say(self, value):
        return value

    def nearest(self, value):
        if value not in self.options:
            raise ValueError(f"{self.label} knows {', '.join(self.options)}, but not {value!r}.")
        return value


@dataclass(frozen=True)
class Row(Switch):
    """The same along a slider, for more names than a switch could show."""

    kind = "slider"


def _three_digits(value, width):
    """Three significant digits of the slider's width; so that 0.30000000000000004 is 0.3."""
    digits = max(0, 3 - math.ceil(math.log10(width)))
    return round(value, digits) + 0.0  # + 0.0 turns -0.0 into 0.0
