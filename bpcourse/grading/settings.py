"""Settings: what a teacher may decide, in one small TOML file; all of it has a sensible default.

timeout = 5.0                 # seconds for each answer
partial = false               # true: a part of the points for the part of the checks that pass

[points]                      # else those of the exercise
gd_step = 2

[weights.gd_step]             # with partial: checks that count more than 1, by their function
test_moves_every_parameter = 3

[late]
due = 2026-10-01T23:59:00     # with a time zone, or in that of this machine
per_day = 0.1                 # part of the points that each day begun costs
days = 3                      # after so many days there are none
cut_off = 2026-10-08          # after that nothing counts
"""

import math
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time

from ..checking import limits
from ..trouble import Trouble

DAY = 24 * 3600.0


@dataclass(frozen=True)
class Settings:
    """The teacher's decisions."""

    timeout: float = limits.SECONDS
    memory: int = limits.MEMORY >> 20  # MB
    partial: bool = False
    points: dict = field(default_factory=dict)
    weights: dict = field(default_factory=dict)
    due: float = math.inf  # seconds since 1970, as all times here
    per_day: float = 0.0
    days: float = math.inf
    cut_off: float = math.inf

    def points_for(self, exercise):
        return float(self.points.get(exercise.name, exercise.points))

    def lateness(self, when):
        """The part of the points that is left, and a sentence if it is not all."""
        if when > self.cut_off:
            return 0.0, "It came after the cut-off, so it has no points."
        days = math.ceil(max(0.0, when - self.due) / DAY)
        if days == 0:
            return 1.0, ""
        left = 0.0 if days > self.days else max(0.0, 1.0 - self.per_day * days)
        plural = "day" if days == 1 else "days"
        return left, f"It came {days} {plural} late, so {left:.0%} of the points are left."


def load(path):
    """The Settings in a TOML file. Trouble, with the key, where one cannot be used."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Trouble(f"{path} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Trouble(f"{path} is no TOML: {error}.") from None
    late = told.pop("late", {})
    values = {}
    for key, value in (told | (late if isinstance(late, dict) else {"late": late})).items():
        if key not in READERS:
            known = ", ".join(READERS)
            raise Trouble(f"{path} has the key {key!r}, which means nothing here.\nKnown: {known}.")
        try:
            values[key] = READERS[key](value)
        except (TypeError, ValueError) as error:
            raise Trouble(f"{path}: {key} = {value!r} cannot be used: {error}.") from None
    return Settings(**values)


def _number(low):
    def read(value):
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= low:
            raise ValueError(f"it should be a number of at least {low:g}")
        return float(value)

    return read


def _truth(value):
    if not isinstance(value, bool):
        raise TypeError("it should be true or false")
    return value


def _moment(value):
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time.max)
    if not isinstance(value, datetime):
        raise TypeError("it should be a date, as in 2026-10-01T23:59:00")
    return value.timestamp()


def _numbers(value):
    if not isinstance(value, dict):
        raise TypeError("it should be a table of names and numbers")
    return {name: _number(0)(number) for name, number in value.items()}


def _tables(value):
    if not isinstance(value, dict):
        raise TypeError("it should be a table for each exercise")
    return {name: _numbers(table) for name, table in value.items()}


READERS = {
    "timeout": _number(0.1),
    "memory": lambda value: int(_number(64)(value)),
    "partial": _truth,
    "points": _numbers,
    "weights": _tables,
    "due": _moment,
    "per_day": _number(0),
    "days": _number(0),
    "cut_off": _moment,
}
