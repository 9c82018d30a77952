"""Grading settings: what a teacher may decide, in a small TOML file; all has a sensible default.

timeout = 5.0                 # seconds of computing for each answer
partial = false               # true: a part of the points for the part of the checks that pass
same_structure = true         # false: no list of answers that are the same but for names

[points]                      # else those of the exercise
gd_step = 2

[weights.gd_step]             # with partial: checks that count more than 1, by their function
test_moves_every_parameter = 3

[late]
due = 2026-10-01T23:59:00     # with a time zone, or in `zone`
zone = "Europe/Berlin"        # else that of this machine; also for the dates in a zip
counts = "last"               # of several submissions: "last", "last_before_due" or "best"
per_day = 0.1                 # part of the points that each day begun costs
days = 3                      # after so many days there are none
cut_off = 2026-10-08          # after that nothing counts
"""

import math
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from ...checking.judging import limits
from ...errors import UserError
from .tables import read_toml

DAY = 24 * 3600.0
GRACE = 2.0  # seconds: the dates in a zip are that coarse
COUNTS = ("last", "last_before_due", "best")


@dataclass(frozen=True)
class Settings:
    """The teacher's decisions."""

    timeout: float = limits.SECONDS
    memory: int = limits.MEMORY >> 20  # MB
    partial: bool = False
    points: dict = field(default_factory=dict)
    same_structure: bool = True
    weights: dict = field(default_factory=dict)
    due: float = math.inf  # seconds since 1970, as all times here
    per_day: float = 0.0
    days: float = math.inf
    cut_off: float = math.inf
    zone: ZoneInfo | None = None
    counts: str = "last"

    def points_for(self, exercise):
        return float(self.points.get(exercise.name, exercise.points))

    @property
    def has_dates(self):
        """Does it matter when something was handed in?"""
        return min(self.due, self.cut_off) < math.inf

    def in_time(self, when):
        """Is this a time, and not after the due date?"""
        return 0 < when <= self.due + GRACE

    def lateness(self, when):
        """The part of the points that is left, and a sentence if it is not all.

        A time of 0 is an unknown one, for which nothing is taken off.
        """
        if when - GRACE > self.cut_off:
            return 0.0, "It came after the cut-off, so it has no points."
        days = math.ceil(max(0.0, when - GRACE - self.due) / DAY)
        if days == 0:
            return 1.0, ""
        left = 0.0 if days > self.days else max(0.0, 1.0 - self.per_day * days)
        plural = "day" if days == 1 else "days"
        return left, f"It came {days} {plural} late, so {left:.0%} of the points are left."


def load(path):
    """The Settings in a TOML file. UserError, with the key, where one cannot be used."""
    told = read_toml(path)
    late = told.pop("late", {})
    values, moments = {}, {}
    for key, value in (told | (late if isinstance(late, dict) else {"late": late})).items():
        if key not in READERS:
            known = ", ".join(READERS)
            raise UserError(
                f"{path} has the key {key!r}, which means nothing here.\nKnown: {known}."
            )
        try:
            read = READERS[key](value)
            (moments if isinstance(read, datetime) else values)[key] = read
        except (TypeError, ValueError) as error:
            raise UserError(f"{path}: {key} = {value!r} cannot be used: {error}.") from None
    for key, moment in moments.items():
        local = moment.replace(tzinfo=moment.tzinfo or values.get("zone"))
        values[key] = local.timestamp()
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
    return value


def _zone(value):
    if not isinstance(value, str):
        raise TypeError("it should be the name of a time zone, as in 'Europe/Berlin'")
    try:
        return ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        raise ValueError("this machine knows no such time zone") from None


def _counts(value):
    if value not in COUNTS:
        raise ValueError(f"it should be one of {', '.join(COUNTS)}")
    return value


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
    "same_structure": _truth,
    "points": _numbers,
    "weights": _tables,
    "due": _moment,
    "per_day": _number(0),
    "days": _number(0),
    "cut_off": _moment,
    "zone": _zone,
    "counts": _counts,
}
