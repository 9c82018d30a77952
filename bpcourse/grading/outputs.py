"""Outputs: everything that is made from the results: tables, pages, and files for other systems.

    grades.csv, grades.json     a row for each student and exercise
    pages/                      what each student reads
    report.html                 what the teacher looks at
    exports/                    JUnit XML, Gradescope, Moodle, Canvas

All of it is made anew from the database each time, one student after the other.
"""

import csv
import json
from contextlib import contextmanager
from datetime import UTC, datetime

from . import exports, pages, safe, teacher
from .mistakes import Tally
from .scores import score

COLUMNS = (
    *("student", "exercise", "points", "of", "state", "seconds", "isolation", "note", "seed"),
    "submission",
)


class Graded:
    """One student's submission with its scores."""

    def __init__(self, result, catalogue, settings):
        self.result, self.student = result, result.student
        left, self.late = settings.lateness(result.time)
        self.pairs = []  # each exercise, its score, its verdict or None
        for exercise in catalogue.exercises:
            verdict = result.verdicts.get(exercise.name)
            self.pairs.append((exercise, score(exercise, verdict, settings, left), verdict))
        self.points = round(sum(points.points for _, points, _ in self.pairs), 4)
        self.of = sum(points.of for _, points, _ in self.pairs)
        self.notes = list(filter(None, [result.trouble, self.late, *result.notes]))

    @property
    def note(self):
        """All notes in one line."""
        return " ".join(self.notes)

    def rows(self):
        """Its rows in the table of grades."""
        for exercise, points, verdict in self.pairs:
            yield {
                "student": self.student,
                "exercise": exercise.name,
                "points": points.points,
                "of": points.of,
                "state": points.state,
                "seconds": verdict.seconds if verdict else 0.0,
                "isolation": self.result.isolation,
                "note": self.note,
                "seed": self.result.seed,
                "submission": self.result.origin,
            }


def graded(results, catalogue, settings, *, all=False):
    """Yields a Graded for each student; with `all`, also for submissions that do not count."""
    for result in results.all():
        if all or result.counts:
            yield Graded(result, catalogue, settings)


def write(results, catalogue, settings, out):
    """Write everything into the folder `out`."""
    tallies = [Tally(exercise) for exercise in catalogue.exercises]
    totals = []
    (out / "pages").mkdir(exist_ok=True)
    (out / "exports").mkdir(exist_ok=True)
    with _csv(out / "grades.csv", COLUMNS) as table, exports.open_all(out, catalogue) as sinks:
        for one in graded(results, catalogue, settings):
            for row in one.rows():
                table.writerow({name: safe.cell(value) for name, value in row.items()})
            for tally, (_, _, verdict) in zip(tallies, one.pairs, strict=True):
                tally.add(verdict)
            name = safe.file_name(one.student)
            _write(out / "pages" / f"{name}.html", pages.page(one))
            for sink in sinks:
                sink.add(one)
            totals.append((one.points, one.student, name, one.note))
    _write_json(results, catalogue, settings, out)
    most = sum(settings.points_for(exercise) for exercise in catalogue.exercises)
    _write(out / "report.html", teacher.report(tallies, totals, most))


def everything_passed(results, catalogue, settings):
    """Has every answer that counts and was handed in passed, and was there any?"""
    states = [
        points.state
        for one in graded(results, catalogue, settings)
        for _, points, _ in one.pairs
        if points.state != "missing"
    ]
    return bool(states) and set(states) == {"passed"}


def _write_json(results, catalogue, settings, out):
    """All submissions, also those that a later one of the same student replaces."""
    temporary = out / ".grades.json"
    with temporary.open("w", encoding="utf-8") as file:
        made = datetime.now(UTC).isoformat(timespec="seconds")
        file.write(f'{{"made": {json.dumps(made)}, "grades": [')
        separator = "\n"
        for one in graded(results, catalogue, settings, all=True):
            for row in one.rows():
                row["counts"] = one.result.counts
                file.write(separator + json.dumps(row))
                separator = ",\n"
        file.write("\n]}\n")
    temporary.replace(out / "grades.json")


@contextmanager
def _csv(path, columns):
    temporary = path.with_name(f".{path.name}")
    with temporary.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        yield table
    temporary.replace(path)


def _write(path, text):
    """Unless it is the same already: thousands of pages are not written to disk for nothing."""
    data = text.encode("utf-8", "replace")
    if not path.exists() or path.read_bytes() != data:
        temporary = path.with_name(f".{path.name}")
        temporary.write_bytes(data)
        temporary.replace(path)


def summary(results, catalogue, settings, out):
    """What the teacher reads at the end, in the terminal."""
    students, troubles, points, most = 0, [], 0.0, 1.0
    for one in graded(results, catalogue, settings):
        students, points, most = students + 1, points + one.points, one.of or 1.0
        if one.result.trouble:
            troubles.append(f"  {safe.plain(one.student)}: {safe.plain(one.result.trouble)}")
    lines = [f"{students} students, on average {points / max(1, students):.2f} of {most:g} points."]
    if troubles:
        lines += [f"{len(troubles)} could not be judged:", *troubles[:20]]
        lines += [f"  … and {len(troubles) - 20} more, in grades.csv"] if len(troubles) > 20 else []
    lines.append(f"See {out / 'report.html'}; grades.csv, pages and exports are beside it.")
    return "\n".join(lines)
