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
from dataclasses import dataclass
from datetime import UTC, datetime

from ...atomic_write import atomic_write
from ...checking.in_words import count
from ...progress_bar import ProgressBar
from .. import sanitize
from ..assignment.by_hand import WHOLE
from ..results.scores import score, unjudged
from ..results.store import Result
from . import exports, student_page, teacher_report
from .mistake_tally import Tally
from .same_structure import SameStructure

COLUMNS = (
    *("student", "id", "exercise", "points", "of", "state", "by_hand", "comment", "seconds"),
    *("isolation", "note", "warning", "handed_in", "seed", "submission"),
)


class Graded:
    """One person's submission with its scores."""

    def __init__(self, person, result, when, catalogue, settings):
        self.person, self.result, self.student = person, result, person.name
        left, self.late = settings.lateness(when)
        self.pairs = []  # each exercise, its score, its verdict or None
        for exercise in catalogue.exercises:
            verdict, given = result.verdicts.get(exercise.name), person.by_hand.get(exercise.name)
            found = score(exercise, verdict, settings, left, given)
            self.pairs.append((exercise, found if result.judged else unjudged(found), verdict))
        points = [found.points for _, found, _ in self.pairs]
        self.points = None if None in points else round(sum(points), 4)
        self.of = sum(points.of for _, points, _ in self.pairs)
        self.by_hand = any(points.by_hand for _, points, _ in self.pairs)
        self.notes = list(filter(None, [result.trouble, self.late, *result.notes]))

    @property
    def note(self):
        """All notes in one line."""
        return " ".join(self.notes)

    @property
    def comment(self):
        """What the teacher says of the whole submission."""
        return self.person.by_hand[WHOLE].comment if WHOLE in self.person.by_hand else ""

    @property
    def page(self):
        """The name of its page, without the ending."""
        return sanitize.file_name(self.student, self.person.who)

    @property
    def facts(self):
        """What stands in all its rows of the table of grades."""
        when = self.result.time
        return {
            "student": self.student,
            "id": self.person.id,
            "isolation": self.result.isolation,
            "note": self.note,
            "warning": " ".join(self.person.warnings),
            "handed_in": datetime.fromtimestamp(when, UTC).isoformat()[:19] + "Z" if when else "",
            "seed": self.result.seed,
            "submission": self.result.origin,
        }

    def rows(self):
        """What stands in the row of each exercise."""
        for exercise, points, verdict in self.pairs:
            yield {
                "exercise": exercise.name,
                "points": points.points,
                "of": points.of,
                "state": points.state,
                "by_hand": "by hand" if points.by_hand else "",
                "comment": points.comment or self.comment,
                "seconds": verdict.seconds if verdict else 0.0,
                "mistake": verdict.report.mistake if verdict else "",
            }


def write(results, people, catalogue, settings, out, warnings=()):
    """Write everything about these people into the folder `out`; a Summary of it.

    The warnings are for the teacher, and come before those on names and dates.
    """
    tallies = [Tally(exercise) for exercise in catalogue.exercises]
    summary = Summary(out, sum(settings.points_for(exercise) for exercise in catalogue.exercises))
    summary.warnings = [*warnings, *people.warnings]
    same = SameStructure(catalogue.exercises) if settings.same_structure else None
    (out / "pages").mkdir(exist_ok=True)
    (out / "exports").mkdir(exist_ok=True)
    with (
        ProgressBar(len(people), "written") as bar,
        _csv(out / "grades.csv", COLUMNS) as table,
        _json(out / "grades.json") as write_rows,
        exports.open_all(out, catalogue) as sinks,
    ):
        for person in people:
            bar.step()
            result = results.result(person.result) if person.result else _nothing(person)
            one = Graded(person, result, person.time, catalogue, settings)
            cells = {name: sanitize.cell(value) for name, value in one.facts.items()}
            for row in write_rows(one, True):
                row["comment"] = sanitize.cell(row["comment"])
                row |= cells
                table.writerow([row[name] for name in COLUMNS])
            for number in person.others:
                earlier = results.result(number)
                when = earlier.time if person.time else 0.0
                write_rows(Graded(person, earlier, when, catalogue, settings), False)
            for tally, (_, _, verdict) in zip(tallies, one.pairs, strict=True):
                if person.result and result.judged:
                    tally.add(verdict)
            if same:
                same.add(one)
            _write(out / "pages" / f"{one.page}.html", student_page.page(one))
            for sink in sinks:
                sink.add(one)
            summary.add(one)
    _remove_pages_of_others(out / "pages", {one.page for one in summary.totals})
    _write(out / "report.html", teacher_report.report(tallies, summary, same))
    return summary


def _nothing(person):
    """The Result of somebody of whom there is no submission."""
    if person.doubtful:
        return Result.nothing("No submission is for certain this person's.")
    return Result.nothing("Nothing was handed in.")


def _remove_pages_of_others(folder, pages):
    """Pages under a name that nobody has any more, as when a roster now says it better."""
    for path in folder.iterdir():
        if path.name.endswith(".html") and path.name[:-5] not in pages:
            path.unlink()


@dataclass(frozen=True)
class Total:
    """One line of the list of all students."""

    points: float | None
    student: str
    id: str
    page: str
    note: str
    warning: str
    by_hand: bool
    handed_in: bool  # is there anything of theirs?


class Summary:
    """What the teacher reads at the end, in the terminal."""

    def __init__(self, out, most):
        self.out, self.most = out, most
        self.warnings = []
        self.totals = []  # of each student
        self.troubles = []
        self.right, self.wrong = 0, 0  # answers that have all points, and that have not
        self.unjudged = 0  # submissions that could not be judged

    def add(self, one):
        """One student."""
        person = one.person
        note, warning = " ".join([one.note, one.comment]).strip(), " ".join(person.warnings)
        there = person.result is not None
        self.totals.append(Total(one.points, one.student, person.id, one.page, note, warning,
                                 one.by_hand, there))  # fmt: skip
        if one.result.trouble:
            told = f"  {sanitize.plain(one.student)}: {sanitize.plain(one.result.trouble)}"
            self.troubles.append(told)
        self.unjudged += not one.result.judged
        for _, points, _ in one.pairs:
            if points.by_hand or points.state != "missing":
                self.right += points.all_of_it
                self.wrong += not points.all_of_it

    @property
    def everything_passed(self):
        """Has every answer that counts and was handed in passed, and was there any?"""
        return self.right > 0 and self.wrong == 0

    @property
    def handed_in(self):
        """The points of those who handed something in that could be judged."""
        return [one.points for one in self.totals if one.handed_in and one.points is not None]

    def __str__(self):
        points = self.handed_in
        average = sum(points) / max(1, len(points))
        who, mean = count(len(points), "student"), "" if len(points) == 1 else "on average "
        lines = [f"{who}, {mean}{average:.2f} of {count(self.most, 'point')}."]
        if nothing := sum(not one.handed_in for one in self.totals):
            have = "has" if nothing == 1 else "have"
            lines.append(f"{nothing} more on the roster {have} no submission.")
        if by_hand := sum(one.by_hand for one in self.totals):
            have = "has" if by_hand == 1 else "have"
            lines.append(f"{by_hand} of them {have} points that were given by hand.")
        if self.warnings:
            lines.append("Please look at this:")
            lines += [f"  {sanitize.plain(told)}" for told in self.warnings[:20]]
            more = len(self.warnings) - 20
            lines += [f"  … and {more} more, in report.html"] if more > 0 else []
        if self.troubles:
            lines += [f"{len(self.troubles)} could not be judged:", *self.troubles[:20]]
            more = len(self.troubles) - 20
            lines += [f"  … and {more} more, in grades.csv"] if more > 0 else []
        if self.unjudged:
            one = "One submission has" if self.unjudged == 1 else f"{self.unjudged} have"
            lines.append(f"{one} no points yet: the same command tries to judge them again.")
        lines.append(
            f"See {self.out / 'report.html'}; grades.csv, pages and exports are beside it."
        )
        return "\n".join(lines)


@contextmanager
def _json(path):
    """A function that writes the rows of a Graded into the file, and gives them back."""
    with atomic_write(path, encoding="utf-8") as file:
        made = datetime.now(UTC).isoformat(timespec="seconds")
        file.write(f'{{"made": {json.dumps(made)}, "grades": [')
        separator = "\n"

        def write_rows(one, counts):
            nonlocal separator
            facts, rows = json.dumps(one.facts | {"counts": counts})[:-1], list(one.rows())
            for row in rows:
                file.write(f"{separator}{facts}, {json.dumps(row)[1:]}")
                separator = ",\n"
            return rows

        yield write_rows
        file.write("\n]}\n")


@contextmanager
def _csv(path, columns):
    with atomic_write(path, encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(columns)
        yield table


def _write(path, text):
    """Unless it is the same already: thousands of pages are not written to disk for nothing."""
    data = text.encode("utf-8", "replace")
    if not path.exists() or path.read_bytes() != data:
        with atomic_write(path, "wb", lasting=False) as file:
            file.write(data)
