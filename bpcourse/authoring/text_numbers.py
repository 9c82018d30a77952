"""Text numbers: every number in the texts of a lesson is given by its code, printed, or computed.

A text is looked at in passages: a lesson's and a teacher's page from heading to heading, a word, an
exercise. What a passage states must be one of these:

* a number that stands in the lesson's code, just as it is written there;
* a number that a cell of the same passage shows, rounded as the text writes it;
* a number that the passage's function in check_numbers.py returns, rounded the same way.

The function is called like the passage, in small letters: the heading "How long may a step be?"
has `how_long_may_a_step_be`, the word "condition number" `condition_number`, and an exercise its
name. On a teacher's page all cells and all functions of the lesson count.
"""

import ast
import re
from dataclasses import dataclass, field

from ..checking import glossary
from ..checking.exercise import exercises
from ..content import content
from . import stated

TASKS = ("### Exercise", "### Bug hunt")  # from the exercise's own folder
UNTOUCHED = re.compile(r"\]\([^)]*\)|<[^>]*>|\*\*Time\*\*: .*|^# Lesson .*", re.MULTILINE)


@dataclass
class Passage:
    """A piece of text, and what is known of its numbers."""

    folder: object  # of the lesson
    kind: str  # "lesson", "teacher's page", "word" or "exercise"
    name: str
    text: str = ""
    given: list = field(default_factory=list)  # numbers that are known as they are written
    shown: list = field(default_factory=list)  # numbers that are known when they are rounded

    def __post_init__(self):
        self.text = UNTOUCHED.sub(" ", self.text)

    @property
    def function(self):
        """The name of its function."""
        return "_".join(re.findall(r"[a-z0-9]+", self.name.lower()))

    @property
    def missing(self):
        """The numbers, as they are written, that no code gives."""
        known = [*self.shown, *stated.computed(self.folder, self.function)]
        found = stated.missing([self.text], known)
        return [one for one in found if abs(stated.value(one)) not in map(abs, self.given)]


def passages(folder):
    """All passages of the lesson whose folder of exercises this is."""
    cells = _cells(folder)
    yield from _of_lesson(folder, cells)
    yield from _of_teachers_page(folder, cells)
    for facts in glossary.words():
        if facts["lesson"] == folder.name[:2]:
            yield Passage(folder, "word", facts["word"], facts["meaning"])
    for exercise in exercises():
        if exercise.lesson == folder.name:
            told = [exercise.insight, *exercise.hints, exercise.worked_step]
            yield Passage(folder, "exercise", exercise.name, "\n".join(told))


def is_held(folder):
    """Does the lesson compute what its text states? It has begun to with its first function."""
    passages_of_text = _of_lesson(folder, _cells(folder))
    return any(passage.function in stated.functions(folder) for passage in passages_of_text)


def _cells(folder):
    """The cells of the built notebook; none where there is no such lesson."""
    import nbformat

    path = content("notebooks", f"{folder.name}.ipynb")
    return nbformat.read(path, as_version=4).cells if path.exists() else []


def _of_lesson(folder, cells):
    passage = Passage(folder, "lesson", "")
    for cell in cells:
        if cell.cell_type == "code":
            passage.given += _given(cell)
            passage.shown += _shown(cell)
        elif not cell.source.startswith(TASKS):
            before, *later = _by_heading(cell.source)
            passage.text += "\n" + UNTOUCHED.sub(" ", before[1])
            for heading, text in later:
                yield passage
                passage = Passage(folder, "lesson", heading, text)
    yield passage


def _of_teachers_page(folder, cells):
    path = content("docs", "teaching", f"{folder.name}.md")
    if not path.exists():
        return
    given = [number for cell in cells for number in _given(cell)]
    shown = [number for cell in cells for number in _shown(cell)]
    shown += [n for name in stated.functions(folder) for n in stated.computed(folder, name)]
    for heading, text in _by_heading(path.read_text(encoding="utf-8")):
        yield Passage(folder, "teacher's page", heading, text, given, shown)


def _by_heading(text):
    """Pairs of a heading and the text below it, the first without a heading."""
    pieces = re.split(r"^#+ (.*)$", text, flags=re.MULTILINE)
    headings = [re.sub(r" *\(\d+ min\)", "", heading) for heading in pieces[1::2]]
    return list(zip(["", *headings], pieces[::2], strict=True))


def _given(cell):
    """The numbers that stand in the code of a cell."""
    if cell.cell_type != "code" or cell.source.startswith("%%"):
        return []
    nodes = [n for n in ast.walk(ast.parse(cell.source)) if isinstance(n, ast.Constant)]
    return [float(node.value) for node in nodes if type(node.value) in (int, float)]


def _shown(cell):
    """The numbers that a cell shows in words."""
    texts = [output.get("text", "") for output in cell.get("outputs", ())]
    texts += [output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", ())]
    return [number for text in texts for number in stated.values_in(text)]
