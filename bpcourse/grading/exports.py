"""Exports: the grades in the forms that other systems read."""

import csv
import json
from contextlib import ExitStack, contextmanager
from xml.sax.saxutils import escape, quoteattr

from ..checking.report import SIGN
from ..whole import whole, write_whole
from . import safe


@contextmanager
def open_all(out, catalogue):
    """All exports, ready to be given one student after the other."""
    folder = out / "exports"
    form = {"encoding": "utf-8", "errors": "replace", "newline": ""}
    with ExitStack() as stack:
        sinks = [
            kind(stack.enter_context(whole(folder / kind.name, **form)), folder, catalogue)
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
            f"<testsuite name={_quoted(one.student)} tests={_quoted(len(states))} "
            f"failures={_quoted(sum(s in ('failed', 'stopped') for s in states))} "
            f"skipped={_quoted(sum(s in ('todo', 'missing') for s in states))}>\n"
        )
        for exercise, score, verdict in one.pairs:
            seconds = verdict.seconds if verdict else 0
            self.file.write(
                f"<testcase classname={_quoted(exercise.lesson)} name={_quoted(exercise.name)} "
                f"time={_quoted(f'{seconds:.3f}')}>"
            )
            if score.state in ("failed", "stopped"):
                told = escape(safe.for_xml(safe.plain(str(verdict.report))))
                headline = _quoted(safe.plain(verdict.report.headline))
                self.file.write(f"<failure message={headline}>{told}</failure>")
            elif score.state != "passed":
                self.file.write("<skipped/>")
            self.file.write("</testcase>\n")
        self.file.write("</testsuite>\n")

    def finish(self):
        self.file.write("</testsuites>\n")


def _quoted(value):
    return quoteattr(safe.for_xml(safe.plain(str(value))))


def gradescope(one):
    """What Gradescope's autograder expects of one submission in results.json."""
    tests = []
    for exercise, score, verdict in one.pairs:
        lines = [verdict.report.headline] if verdict else ["No answer to it was found."]
        if score.state in ("failed", "stopped"):
            lines = [str(verdict.report), *(f.message for f in verdict.further if f.message)]
        tests.append(
            {
                "name": exercise.title,
                "number": exercise.number,
                "score": score.points,
                "max_score": score.of,
                "status": "passed" if score.state == "passed" else "failed",
                "output": safe.plain("\n".join(lines)),
                "output_format": "text",
                "visibility": "visible",
            }
        )
    return {
        "score": one.points,
        "output": safe.plain(one.note),
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
        self.only = gradescope(one)
        self.file.write(json.dumps({"student": one.student, "results": self.only}) + "\n")

    def finish(self):
        path = self.folder / "results.json"
        if self.count == 1:
            write_whole(path, json.dumps(self.only, indent=1))
        else:
            path.unlink(missing_ok=True)


class Moodle(Export):
    """A row for each student, a column for each exercise, as Moodle's grade import reads it."""

    name = "moodle.csv"

    def begin(self):
        self.table = csv.writer(self.file)
        names = [exercise.name for exercise in self.catalogue.exercises]
        self.table.writerow([*self.first, *names, *self.last])

    first, last = ("Identifier",), ("Grade", "Feedback comments")

    def add(self, one):
        points = [score.points for _, score, _ in one.pairs]
        signs = [f"{SIGN_OF[score.state]} {exercise.name}" for exercise, score, _ in one.pairs]
        feedback = " ".join(filter(None, [", ".join(signs), one.note]))
        self.table.writerow([safe.cell(one.student), *points, one.points, safe.cell(feedback)])


SIGN_OF = {"passed": SIGN["ok"], "failed": SIGN["no"], "stopped": SIGN["no"]} | dict.fromkeys(
    ("todo", "missing"), SIGN["todo"]
)


class Canvas(Moodle):
    """The same for Canvas: its gradebook wants these two columns first, and points alone."""

    name = "canvas.csv"
    first, last = ("Student", "SIS User ID"), ("Total",)

    def add(self, one):
        points = [score.points for _, score, _ in one.pairs]
        name = safe.cell(one.student)
        self.table.writerow([name, name, *points, one.points])


class Summary(Export):
    """A table in Markdown, for the page of a build server."""

    name = "summary.md"

    def begin(self):
        self.file.write("| student | exercise | | points |\n|---|---|---|---|\n")

    def add(self, one):
        name = safe.words(safe.cell(one.student), "?")
        for exercise, score, _ in one.pairs:
            points = f"{score.points:g} of {score.of:g}"
            row = (name, exercise.name, f"{SIGN_OF[score.state]} {score.state}", points)
            self.file.write(f"| {' | '.join(row)} |\n")
