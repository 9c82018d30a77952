"""By hand: points and comments that the teacher gives, over whatever the checks say.

    student,exercise,points,comment                [[override]]
    Ada Lovelace,gd_step,1.5,"A good idea."        student = "canvas 31"
    canvas 31,,,"Please come and see me."          exercise = "gd_step"
                                                   points = 1.5

as CSV or as TOML. A line without an exercise is a comment on the whole submission.
"""

import math
from dataclasses import dataclass

from ...errors import UserError, did_you_mean
from . import tables

COLUMNS = ("student", "exercise", "points", "comment")
STUDENT = ("student", "name", "id", "email", "identifier", "number", "fullname", "studentid")
WHOLE = ""  # in place of an exercise: the whole submission


@dataclass(frozen=True)
class Given:
    """What the teacher gives one student for one exercise."""

    student: str  # as the teacher writes it
    exercise: str
    points: float | None = None
    comment: str = ""
    place: str = ""  # where it stands, for a sentence


def load(path, exercises):
    """All that is Given in a file. UserError, with the line, where it cannot be used."""
    rows = _of_toml(path) if path.suffix.lower() == ".toml" else _of_csv(path)
    names = [exercise.name for exercise in exercises]
    found, seen = [], {}
    for place, told in rows:
        given = _given(place, told, names)
        pair = (given.student.casefold(), given.exercise)
        if pair in seen:
            raise UserError(f"{place} gives again what {seen[pair]} gives. Keep one of the two.")
        seen[pair] = place
        found.append(given)
    return found


def _of_csv(path):
    table = tables.read_csv(path)
    kinds = {tables.plain(column): column for column in table.columns}
    student = next((kinds[name] for name in STUDENT if name in kinds), None)
    if student is None or "exercise" not in kinds or not {"points", "comment"} & kinds.keys():
        raise UserError(
            f"{path} has the columns {', '.join(table.columns)}.\n"
            f"It should have: {', '.join(COLUMNS)}."
        )
    columns = {name: kinds.get(name) for name in COLUMNS} | {"student": student}
    for line, cells in table.lines:
        yield f"{path}, line {line},", {n: cells.get(c, "") for n, c in columns.items()}


def _of_toml(path):
    told = tables.read_toml(path)
    rows = told.get("override")
    if set(told) != {"override"} or not isinstance(rows, list):
        raise UserError(f"{path} should hold tables [[override]] and nothing else.")
    for number, row in enumerate(rows, 1):
        place = f"{path}, table {number},"
        if not isinstance(row, dict) or not set(row) <= set(COLUMNS):
            raise UserError(f"{place} should have no other keys than: {', '.join(COLUMNS)}.")
        yield place, {name: str(row.get(name, "")) for name in COLUMNS}


def _given(place, told, names):
    student, exercise = told["student"].strip(), told["exercise"].strip()
    points, comment = told["points"].strip(), " ".join(told["comment"].split())
    if not student:
        raise UserError(f"{place} names no student. Write a name, a number or an address.")
    if exercise and exercise not in names:
        advice = did_you_mean(exercise, names, f"There are: {', '.join(names)}.")
        raise UserError(f"{place} names the exercise {exercise!r}, which is not graded. {advice}")
    if not points and not comment:
        raise UserError(f"{place} gives neither points nor a comment. Write one, or remove it.")
    if points and not exercise:
        raise UserError(f"{place} gives points, but not for which exercise. Name it.")
    return Given(student, exercise, _number(place, points) if points else None, comment, place)


def _number(place, text):
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise UserError(f"{place} gives {text!r} points. It should be a number of at least 0.")
    return number
