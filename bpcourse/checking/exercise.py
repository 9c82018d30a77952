"""Exercise: a folder with its facts, task, stub, checks, model answer and known mistakes."""

import ast
import tomllib
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from ..content import content
from ..errors import UserError, did_you_mean
from .mistakes import Mistake, read_mistakes

# the files, and the folder, in which answers stand: they go to nobody who only judges
ANSWERS = ("solution.py", "mistakes.toml", "mutants.toml", "right")


class ExerciseError(UserError):
    """There is no such exercise, or its folder is not in order."""


@dataclass(frozen=True)
class Example:
    """A call that stands in the task, and what it gives: both are Python, and the first check."""

    code: str
    gives: str

    def __str__(self):
        return f"```python\n{self.code.strip()}\n```\ngives `{self.gives.strip()}`."


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
    insight: str = ""  # a sentence to read when it is passed: what it was good for
    kind: str = "write"  # or "repair", where the stub is a program with a bug
    examples: tuple = ()
    without_rule: tuple = ()  # names in `defines` whose checks are all written by hand
    when_endless: str = ""  # what to ask where an answer comes to no end, if not about a loop

    @cached_property
    def name(self):
        return self.folder.name

    @property
    def task(self):
        """The text of task.md, with the examples in the place of {example}."""
        shown = "\n\n".join(map(str, self.examples))
        head = "Example:" if len(self.examples) == 1 else "Examples:"
        return self._read("task.md").replace("{example}", f"{head}\n\n{shown}")

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

    @property
    def mistakes(self) -> list[Mistake]:
        """The known mistakes, each with the text of the answer that makes it."""
        return read_mistakes(self.folder)

    def mistake(self, id):
        """The text of the known mistake of that id."""
        return next(mistake.source for mistake in self.mistakes if mistake.id == id)

    @property
    def right(self):
        """Right answers that are written differently: name → text."""
        paths = sorted((self.folder / "right").glob("*.py"))
        return {path.stem: path.read_text(encoding="utf-8") for path in paths}

    def _read(self, file):
        return (self.folder / file).read_text(encoding="utf-8")


def find(name):
    """The exercise called `name`.

    Raises ExerciseError, with the nearest names, where there is none.
    """
    known, name = {exercise.name: exercise for exercise in exercises()}, str(name)
    if name not in known:
        advice = did_you_mean(name, known, "`bpcourse list` shows them all.")
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
        examples = tuple(Example(**example) for example in facts.pop("example", ()))
        lists = {name: tuple(facts.get(name, ())) for name in ("hints", "without_rule")}
        facts.update(defines=_signatures(stub), examples=examples, **lists)
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
