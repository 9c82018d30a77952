"""Exercise: a folder with its facts, task, stub, checks, model answer and known mistakes."""

import ast
import difflib
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ..content import content
from ..trouble import Trouble


class ExerciseError(Trouble):
    """There is no such exercise, or its folder is not in order."""


@dataclass(frozen=True)
class Exercise:
    """One exercise folder, read.

    The fields are those of exercise.toml; the texts are read where they are needed.
    """

    folder: Path
    number: str  # "02.1": lesson and place in it
    title: str
    lesson: str  # "02_gradient_descent"
    defines: dict = field(hash=False)  # what the answer must define: names with their arguments
    minutes: int
    difficulty: int  # 1 a line, 2 some lines, 3 an idea of your own
    points: int
    hints: tuple  # where to look; the equation or the shape; almost the code
    worked_step: str  # the same step, done on other numbers
    kind: str = "write"  # or "repair", where the stub is a program with a bug

    @property
    def name(self):
        return self.folder.name

    @property
    def task(self):
        return self._read("task.md")

    @property
    def stub(self):
        return self._read("stub.py")

    @property
    def solution(self):
        return self._read("solution.py")

    @property
    def checks(self):
        """The path of the pytest file that judges the answer."""
        return self.folder / f"test_{self.name}.py"

    def _read(self, file):
        return (self.folder / file).read_text(encoding="utf-8")


def find(name):
    """The exercise called `name`.

    Raises ExerciseError, with the nearest names, where there is none.
    """
    known = {exercise.name: exercise for exercise in exercises()}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
        advice = f"Did you mean {' or '.join(near)}?" if near else "`bpcourse list` shows them all."
        raise ExerciseError(f"There is no exercise called {name!r}. {advice}")
    return known[name]


@cache
def exercises():
    """All exercises, in the order of the course."""
    folders = [path.parent for path in content("exercises").glob("*/*/exercise.toml")]
    return tuple(sorted(map(read, folders), key=lambda exercise: exercise.number))


def read(folder):
    """The exercise in `folder`.

    Raises ExerciseError, with file and reason, where it is not in order.
    """
    path = folder / "exercise.toml"
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
        stub = (folder / "stub.py").read_text(encoding="utf-8")
        facts.update(defines=_signatures(stub), hints=tuple(facts["hints"]))
        return Exercise(folder=folder, **facts)
    except (OSError, SyntaxError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ExerciseError(f"{path} cannot be used: {error}") from error


def _signatures(stub):
    """The functions of the stub: each name with the names of its arguments.

    A class stands with those of __init__.
    """
    signatures = {}
    for node in ast.parse(stub).body:
        if isinstance(node, ast.FunctionDef):
            signatures[node.name] = _arguments(node)
        if isinstance(node, ast.ClassDef):
            inits = [part for part in node.body if getattr(part, "name", "") == "__init__"]
            signatures[node.name] = _arguments(inits[0])[1:] if inits else ()
    return signatures


def _arguments(function):
    required = function.args.args[: len(function.args.args) - len(function.args.defaults)]
    return tuple(argument.arg for argument in required)
