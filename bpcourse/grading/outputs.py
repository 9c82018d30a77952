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

from ..whole import whole
from . import exports, pages, safe, teacher
from .bar import Bar
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


def write(results, catalogue, settings, out):
    """Write everything into the folder `out`; a Summary of it."""
    tallies = [Tally(exercise) for exercise in catalogue.exercises]
    summary = Summary(out, sum(settings.points_for(exercise) for exercise in catalogue.exercises))
    bar = Bar(len(results), "written")
    (out / "pages").mkdir(exist_ok=True)
    (out / "exports").mkdir(exist_ok=True)
    with (
        _csv(out / "grades.csv", COLUMNS) as table,
        _json(out / "grades.json") as write_row,
        exports.open_all(out, catalogue) as sinks,
    ):
        for result in results.all():
            bar.step()
            one = Graded(result, catalogue, settings)
            for row in one.rows():
                write_row(row | {"counts": result.counts})  # also those that a later one replaces
                if result.counts:
                    table.writerow({name: safe.cell(value) for name, value in row.items()})
            if not result.counts:
                continue
            for tally, (_, _, verdict) in zip(tallies, one.pairs, strict=True):
                tally.add(verdict)
            name = safe.file_name(one.student)
            _write(out / "pages" / f"{name}.html", pages.page(one))
            for sink in sinks:
                sink.add(one)
            summary.add(one, name)
    _write(out / "report.html", teacher.report(tallies, summary.totals, summary.most))
    return summary


class Summary:
    """What the teacher reads at the end, in the terminal."""

    def __init__(self, out, most):
        self.out, self.most = out, most
        self.totals = []  # points, student, name of the page and note of each
        self.troubles = []
        self.states = set()

    def add(self, one, name):
        """One student, and the name of the page."""
        self.totals.append((one.points, one.student, name, one.note))
        if one.result.trouble:
            told = f"  {safe.plain(one.student)}: {safe.plain(one.result.trouble)}"
            self.troubles.append(told)
        self.states |= {points.state for _, points, _ in one.pairs}

    @property
    def everything_passed(self):
        """Has every answer that counts and was handed in passed, and was there any?"""
        return self.states - {"missing"} == {"passed"}

    def __str__(self):
        students = len(self.totals)
        average = sum(points for points, *_ in self.totals) / max(1, students)
        lines = [f"{students} students, on average {average:.2f} of {self.most:g} points."]
        if self.troubles:
            lines += [f"{len(self.troubles)} could not be judged:", *self.troubles[:20]]
            more = len(self.troubles) - 20
            lines += [f"  … and {more} more, in grades.csv"] if more > 0 else []
        lines.append(
            f"See {self.out / 'report.html'}; grades.csv, pages and exports are beside it."
        )
        return "\n".join(lines)


@contextmanager
def _json(path):
    """A function that writes a row into the file."""
    with whole(path, encoding="utf-8") as file:
        made = datetime.now(UTC).isoformat(timespec="seconds")
        file.write(f'{{"made": {json.dumps(made)}, "grades": [')
        separator = "\n"

        def write_row(row):
            nonlocal separator
            file.write(separator + json.dumps(row))
            separator = ",\n"

        yield write_row
        file.write("\n]}\n")


@contextmanager
def _csv(path, columns):
    with whole(path, encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        yield table


def _write(path, text):
    """Unless it is the same already: thousands of pages are not written to disk for nothing."""
    data = text.encode("utf-8", "replace")
    if not path.exists() or path.read_bytes() != data:
        with whole(path, "wb", lasting=False) as file:
            file.write(data)
