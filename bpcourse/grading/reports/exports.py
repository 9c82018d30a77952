"""Exports: the grades in the forms that other systems read."""

import csv
import json
from contextlib import ExitStack, contextmanager
from xml.sax.saxutils import escape, quoteattr

from ...atomic_write import atomic_write, write_text
from ...checking.in_words import count
from ...checking.report_view import SIGN
from .. import sanitize
from ..assignment.roster import CANVAS


@contextmanager
def open_all(out, catalogue):
    """All exports, ready to be given one student after the other."""
    folder = out / "exports"
    form = {"encoding": "utf-8", "errors": "replace", "newline": ""}
    with ExitStack() as stack:
        sinks = [
            kind(stack.enter_context(atomic_write(folder / kind.name, **form)), folder, catalogue)
            for kind in (JUnit, Gradescope, Moodle, Canvas, Summary)
        ]
        yield sinks
        for sink in sinks:
            sink.finish()


class Export:
    """One file of the folder: `begin` writes its head, `add` one student, `finish` its foot."""

    name = ""

    def __init__(self, file, folder, catalogue):
        self.file, self.folder, self.catalogue = file, folder, catalogue
        self.begin()

    def begin(self):
        """Write the head."""

    def finish(self):
        """Write the foot."""


class JUnit(Export):
    """A suite for each student, a case for each exercise: what build servers show."""

    name = "junit.xml"

    def begin(self):
        self.file.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="bpcourse">\n')

    def add(self, one):
        states = [score.state for _, score, _ in one.pairs]
        self.file.write(
            f"<testsuite name={_quoted(_called(one))} tests={_quoted(len(states))} "
            f"failures={_quoted(sum(s in ('failed', 'stopped') for s in states))} "
            f"errors={_quoted(states.count('unjudged'))} "
            f"skipped={_quoted(sum(s in ('todo', 'missing') for s in states))}>\n"
        )
        for exercise, score, verdict in one.pairs:
            seconds = verdict.seconds if verdict else 0
            self.file.write(
                f"<testcase classname={_quoted(exercise.lesson)} name={_quoted(exercise.name)} "
                f"time={_quoted(f'{seconds:.3f}')}>"
            )
            if score.by_hand or score.comment:
                self.file.write(f"<system-out>{escape(_by_hand(score))}</system-out>")
            if score.state in ("failed", "stopped"):
                told = escape(sanitize.for_xml(sanitize.plain(str(verdict.report))))
                headline = _quoted(sanitize.plain(verdict.report.headline))
                self.file.write(f"<failure message={headline}>{told}</failure>")
            elif score.state == "unjudged":
                self.file.write(f"<error message={_quoted(one.result.trouble)}/>")
            elif score.state != "passed":
                self.file.write("<skipped/>")
            self.file.write("</testcase>\n")
        self.file.write("</testsuite>\n")

    def finish(self):
        self.file.write("</testsuites>\n")


def _called(one):
    """The name, and the number where there is one: names may be equal."""
    return f"{one.student} ({one.person.id})" if one.person.platform else one.student


def _by_hand(score):
    by_hand = f"{score.points:g} of {count(score.of, 'point')}, given by hand."
    told = [by_hand] if score.by_hand else []
    return sanitize.for_xml(sanitize.plain(" ".join(filter(None, [*told, score.comment]))))


def _quoted(value):
    return quoteattr(sanitize.for_xml(sanitize.plain(str(value))))


def gradescope(one):
    """What Gradescope's autograder expects of one submission in results.json."""
    tests = []
    for exercise, score, verdict in one.pairs:
        lines = [verdict.report.headline] if verdict else ["No answer to it was found."]
        if score.state in ("failed", "stopped"):
            lines = [str(verdict.report), *(f.message for f in verdict.further if f.message)]
        if score.by_hand or score.comment:
            lines = [_by_hand(score), *lines]
        tests.append(
            {
                "name": exercise.title,
                "number": exercise.number,
                "score": score.points,
                "max_score": score.of,
                "status": "passed" if score.all_of_it else "failed",
                "output": sanitize.plain("\n".join(lines)),
                "output_format": "text",
                "visibility": "visible",
            }
        )
    return {
        "score": one.points,
        "output": sanitize.plain(" ".join(filter(None, [one.comment, one.note]))),
        "output_format": "text",
        "execution_time": one.result.seconds,
        "tests": tests,
    }


class Gradescope(Export):
    """A line for each student, in JSON; and for a single submission the results.json itself."""

    name = "gradescope.jsonl"

    def begin(self):
        self.count, self.only = 0, None

    def add(self, one):
        self.count += 1
        if one.points is None:
            return  # it reads no points as none at all
        self.only = gradescope(one)
        told = {"student": one.student, "id": one.person.id, "email": one.person.email}
        self.file.write(json.dumps(told | {"results": self.only}) + "\n")

    def finish(self):
        path = self.folder / "results.json"
        if self.count == 1 and self.only:
            write_text(path, json.dumps(self.only, indent=1))
        else:
            path.unlink(missing_ok=True)


class Moodle(Export):
    """A row for each student, a column for each exercise, as Moodle's grading worksheet has it."""

    name = "moodle.csv"

    def begin(self):
        self.table = csv.writer(self.file)
        names = [exercise.name for exercise in self.catalogue.exercises]
        self.table.writerow([*self.first, *names, *self.last])

    first = ("Identifier", "Full name", "Email address")
    last = ("Grade", "Last modified (grade)", "Feedback comments")

    def add(self, one):
        points = [score.points for _, score, _ in one.pairs]
        signs = [_sign(exercise, score) for exercise, score, _ in one.pairs]
        comments = [f"{exercise.name}: {s.comment}" for exercise, s, _ in one.pairs if s.comment]
        told = [one.comment, *comments, ", ".join(signs), one.note]
        feedback = " ".join(filter(None, told))
        who = [_identifier(one.person), one.student, one.person.email]
        row = [*map(sanitize.cell, who), *points, one.points, "-", sanitize.cell(feedback)]
        self.table.writerow(row)


def _identifier(person):
    """What Moodle calls a person in its worksheet: its word for a participant, and the number."""
    if person.line and person.line.identifier:
        return person.line.identifier
    if person.platform != "moodle":
        return person.name
    return person.name if person.anonymous else f"Participant {person.number}"


SIGN_OF = {"passed": SIGN["ok"], "failed": SIGN["no"], "stopped": SIGN["no"]} | dict.fromkeys(
    ("todo", "missing", "unjudged"), SIGN["todo"]
)


def _sign(exercise, score):
    by_hand = f" ({score.points:g} by hand)" if score.by_hand else ""
    return f"{SIGN_OF[score.state]} {exercise.name}{by_hand}"


class Canvas(Moodle):
    """The same for Canvas: its gradebook wants these columns first, and points alone."""

    name = "canvas.csv"
    first, last = ("Student", *CANVAS), ("Total",)

    def add(self, one):
        points = [score.points for _, score, _ in one.pairs]
        person = one.person
        told = dict(person.line.canvas) if person.line and person.line.canvas else {}
        told["ID"] = told.get("ID") or (person.number if person.platform == "canvas" else "")
        who = [one.student, *(told.get(column, "") for column in CANVAS)]
        self.table.writerow([*map(sanitize.cell, who), *points, one.points])


class Summary(Export):
    """A table in Markdown, for the page of a build server."""

    name = "summary.md"

    def begin(self):
        self.file.write("| student | exercise | | points |\n|---|---|---|---|\n")

    def add(self, one):
        name = sanitize.words(sanitize.cell(one.student), "?")
        for exercise, score, _ in one.pairs:
            points = f"{score.told}{' (by hand)' if score.by_hand else ''}"
            row = (name, exercise.name, f"{SIGN_OF[score.state]} {score.state}", points)
            self.file.write(f"| {' | '.join(row)} |\n")
