"""Lesson plan: what there is to do in a lesson, in its order, and the minutes that are left.

It is read from the built notebook. Three things count as steps: an exercise is done when it is
passed, a question when it is answered, an experiment when its prediction is locked in. A question
that an earlier lesson has asked must be answered again, after this lesson was started.
"""

import ast
import json
import os
import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ..content import content
from ..errors import UserError
from .exercise import exercises
from .in_browser import in_browser
from .questions import question_bank

FOLDER = "BPCOURSE_LESSONS"  # of the environment: names another folder of lessons
WORDS = 200  # read in a minute
EXPERIMENT, QUESTION = 5, 0.25  # minutes for one
NOT_HERE = (
    "This lesson needs PyTorch, which no browser has. It can be read here, and taken where the "
    "course is installed."
)
STARTED = "lesson"  # the event that a lesson was started


@dataclass(frozen=True)
class Step:
    """Something to do."""

    kind: str  # "exercise", "question" or "experiment"
    name: str
    section: str  # the heading under which it stands
    minutes: float  # with what there is to read before it
    again: bool = False  # is it a question that comes back from memory?

    @property
    def mark(self):
        """What the events that mean that it is done have in common: their kind, and a name."""
        if self.kind == "exercise":
            return "check", self.name
        if self.kind == "experiment":  # its prediction is a question, too
            question = question_bank.of_experiment(self.name)
            return "answer", question.name if question else ""
        return "answer", self.name


@dataclass(frozen=True)
class Plan:
    """One lesson as steps, and where in its notebook its names are made."""

    name: str  # "02_gradient_descent"
    title: str
    minutes: int  # as the lesson says
    steps: tuple
    names: dict  # each name that a cell defines, and the heading of that cell

    @property
    def number(self):
        return self.name[:2]

    @property
    def missing(self):
        """A sentence, where the lesson needs something that is not installed; else empty."""
        if "torch" in self.names and find_spec("torch") is None:
            if in_browser():
                return NOT_HERE
            return (
                f"Lesson {self.number} needs PyTorch, which is not installed here. Run\n"
                "  python -m pip install torch\n"
                "in a terminal, restart the kernel (menu Kernel), and run this cell again."
            )
        return ""

    def done(self, progress):
        """The steps that are done."""
        ever, since = set(), set()  # the marks of all events, and of those since the first start
        has_started = False
        for event in progress.events():
            has_started = has_started or event == event | self._start()
            mark = _mark(event)
            ever.add(mark)
            if has_started:
                since.add(mark)
        return [step for step in self.steps if step.mark in (since if step.again else ever)]

    def start(self, progress):
        """Note that the lesson was started, the first time. OSError where that cannot be kept."""
        if not progress.events(**self._start()):
            progress.record(STARTED, lesson=self.name)

    def _start(self):
        return {"event": STARTED, "lesson": self.name}

    def minutes_left(self, progress):
        """Whole minutes for the steps that are not done, 0 when all are."""
        done = set(self.done(progress))
        left = sum(step.minutes for step in self.steps if step not in done)
        total = sum(step.minutes for step in self.steps)
        return 0 if left == 0 else max(1, round(self.minutes * left / total))


def _mark(event):
    """What an event shows to be done, or None."""
    match event:
        case {"event": "check", "outcome": "ok", "exercise": name}:
            return "check", name
        case {"event": "answer", "question": name}:
            return "answer", name
    return None


def plans():
    """The plans of all lessons, in order."""
    return [_read(path) for path in _notebooks()]


def find(number):
    """The plan of the lesson of that number, as in "02". UserError where there is none."""
    known = {path.stem[:2]: path for path in _notebooks()}
    wanted = f"{number:02}" if isinstance(number, int) else str(number).strip()[:2]
    if wanted not in known:
        raise UserError(f"There is no lesson {number!r}. The lessons are {', '.join(known)}.")
    return _read(known[wanted])


def _notebooks():
    folder = os.environ.get(FOLDER) or content("notebooks")
    return sorted(Path(folder).glob("[0-9]*.ipynb"))


@cache
def _read(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    steps, names, section, words, read = [], {}, "", 0, 0.0
    for kind, source in ((cell["cell_type"], "".join(cell["source"])) for cell in cells):
        if kind == "markdown":
            words += len(source.split())
            section = (re.findall(r"^##? (.*)$", source, re.MULTILINE) or [section])[-1]
            continue
        for step, name, minutes in _steps_in(source):
            again = source.startswith("from_memory")
            minutes += (words - read) / WORDS
            steps.append(Step(step, name, _plain(section), minutes, again))
            read = words
        for name in _defined_in(source):
            names.setdefault(name, _plain(section))
    head = "".join(cells[0]["source"])
    title = re.search(r"^# (.*)$", head, re.MULTILINE)[1]
    told = re.search(r"\*\*Time\*\*: (\d+) minutes", head)
    return Plan(path.stem, title, int(told[1]), tuple(steps), names)


def _plain(heading):
    """A heading without its minutes."""
    return re.sub(r" \(\d+ min\)$", "", heading)


def _steps_in(source):
    """What one cell asks to be done: kind, name and minutes of each step."""
    if match := re.match(r"%%exercise (\w+)", source):
        minutes = {exercise.name: exercise.minutes for exercise in exercises()}
        yield "exercise", match[1], minutes[match[1]]
    elif match := re.fullmatch(r"(?:ask|from_memory)\((.*)\)", source.strip(), re.DOTALL):
        for name in re.findall(r'"(\w{3,})"', match[1]):
            yield "question", name, QUESTION
    elif match := re.fullmatch(r"([A-Z]\w+)\(.*\)", source.strip()):
        yield "experiment", match[1], EXPERIMENT


def _defined_in(source):
    """The names that a code cell makes at its top level; none for an exercise."""
    if source.startswith("%"):
        return
    for node in ast.parse(source).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                yield from (alias.asname or alias.name for alias in aliases)
            case ast.Assign() | ast.For() | ast.With() | ast.AugAssign():
                names = [part for part in ast.walk(node) if isinstance(part, ast.Name)]
                yield from (part.id for part in names if isinstance(part.ctx, ast.Store))
