"""Answers: which of the files that somebody handed in answers which exercise.

A file with the name of an exercise is meant as the answer to it, and a cell that begins with
`%%exercise NAME`, too; else it is what the text defines that tells. Of several answers the last
counts: first by the time of the hand-in, then by how surely it is meant.
"""

import difflib
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath

from ...checking.source_text import decoded
from ...checking.workspace import fingerprint
from ...errors import UserError
from . import archive, cells, identity, scripts, web_text

CONFLICT = re.compile(r"^(?:<<<<<<< |>>>>>>> )", re.MULTILINE)
UNKNOWN = 20  # names of exercises that do not exist, for which a near one is looked for
TYPED_MOST = 1 << 20  # bytes of a page with typed text
NAMED, MARKED, DEFINED, TYPED = 3, 2, 1, 0  # how surely a text is meant as this answer


@dataclass(frozen=True)
class File:
    """One file of a submission."""

    name: str
    data: bytes
    stamp: archive.Stamp
    turn: int = 0  # the hand-in that it belongs to, of several
    part: int = 0  # the thing that it was handed in with, of several


@dataclass
class Answer:
    """A source that answers an exercise."""

    source: str
    place: str  # where it was found, for a sentence
    surely: int
    file: File

    @property
    def order(self):
        file = self.file
        return file.turn, self.surely, file.part, identity.copy_number(file.name)


@dataclass
class Answers:
    """What was found in all files."""

    chosen: dict = field(default_factory=dict)  # exercise → Answer
    files: list = field(default_factory=list)  # those in which there is an answer
    notebooks: dict = field(default_factory=dict)  # name → text, of those that can be read
    notes: list = field(default_factory=list)
    problems: list = field(default_factory=list)  # files that could not be read, and why


def find(files, exercises):
    """The Answers in these files. Of several to one exercise the last that is not the stub counts.

    Last is by hand-in first, then by how surely it is meant, then by the order of the files.
    """
    patterns, stubs = _sought(tuple(exercises))
    result, found = Answers(), {name: [] for name in patterns}
    for file in files:
        try:
            for name, answer in _in_file(file, patterns, result):
                found[name].append(answer)
        except UserError as error:
            result.problems.append(f"{archive.clean_name(file.name)}: {error}")
    for name, several in found.items():
        if not several:
            continue
        several.sort(key=lambda answer: answer.order)  # stable: the order of the files stays
        own = [one for one in several if fingerprint(one.source) != stubs[name]]
        chosen = (own or several)[-1]
        result.files += [answer.file for answer in several]
        result.chosen[name] = chosen
        if len({fingerprint(one.source) for one in own}) > 1:
            where = archive.clean_name(chosen.place)
            result.notes.append(f"{name} was answered {len(own)} times; {where} counts.")
        if match := CONFLICT.search(chosen.source):
            line = chosen.source.count("\n", 0, match.start()) + 1
            result.notes.append(f"{name}: {_unfinished_merge(line)}")
    return result


@cache
def _sought(exercises):
    """For each exercise, what in a file answers it, and the fingerprint of its stub."""
    several = Counter(name for exercise in exercises for name in exercise.defines)
    patterns = {exercise.name: _pattern(exercise, several) for exercise in exercises}
    return patterns, {exercise.name: fingerprint(exercise.stub) for exercise in exercises}


def _pattern(exercise, several):
    """What defines its own name, or another one that no other exercise defines."""
    own = [name for name in exercise.defines if name == exercise.name or several[name] == 1]
    names = "|".join(map(re.escape, own))
    return re.compile(rf"^(?:(?:async[ \t]+)?def|class)[ \t]+(?:{names})\b|^(?:{names})[ \t]*[=:]",
                      re.MULTILINE)  # fmt: skip


def _in_file(file, patterns, result):
    """Yields pairs of an exercise's name and an Answer; notes and notebooks go into the result."""
    path = PurePosixPath(file.name)
    ending = path.suffix.lower()
    if ending in (".html", ".htm"):
        if len(file.data) > TYPED_MOST:
            raise UserError("It is too large for a typed text. Hand in the .py or .ipynb file.")
        for source in web_text.cells_of(_text(file, result)):
            yield from _defined(source, "the text that was typed in", TYPED, file, patterns)
    elif ending == ".ipynb" or (ending in (".py", ".txt", ".json") and _is_notebook(file.data)):
        text = _text(file, result)
        yield from _in_cells(_notebook_cells(text), file, patterns, result)
        result.notebooks[file.name] = text
    elif ending in (".py", ".txt") and not path.name.startswith("test_"):
        text, stem = _text(file, result), identity.own_stem(file.name)
        exported = scripts.cells_of(text)
        if exported is not None:
            yield from _in_cells(exported, file, patterns, result)
        elif stem in patterns:
            yield stem, Answer(text, file.name, NAMED, file)
            others = {name: pattern for name, pattern in patterns.items() if name != stem}
            yield from _defined(text, file.name, DEFINED, file, others)
        else:
            yield from _defined(text, file.name, DEFINED, file, patterns)


def _defined(source, place, surely, file, patterns, head=""):
    """Yields what a source defines; `head` is what must stand before it."""
    for name, pattern in patterns.items():
        if pattern.search(source):
            yield name, Answer(head + source, place, surely, file)


def _is_notebook(data):
    return data[:1] == b"{" and b'"cells"' in data


def _notebook_cells(text):
    try:
        return cells.code_cells(text)
    except UserError:
        if match := CONFLICT.search(text):
            raise UserError(_unfinished_merge(text.count("\n", 0, match.start()) + 1)) from None
        raise


def _unfinished_merge(line):
    return (
        f"It holds the marks of a merge that was not finished, the first in line {line}. Open it "
        "in a text editor, keep one of the two versions at each place, delete the lines that begin "
        "with <<<<<<<, ======= and >>>>>>>, and hand it in again."
    )


def _in_cells(sources, file, patterns, result):
    path, unknown = file.name, {}
    for named, source, head in cells.answers_in(sources, patterns.get):
        if named is None:
            place = f"a cell without %%exercise in {path}"
            yield from _defined(source, place, DEFINED, file, patterns, head)
        elif named in patterns:
            yield named, Answer(source, f"the cell in {path}", MARKED, file)
        elif near := _near(named, patterns, unknown, result):
            yield near, Answer(source, f"the cell in {path}", DEFINED, file)


def _near(named, patterns, unknown, result):
    """The exercise that a wrong name stands for, or None; each such name is noted once."""
    if named not in unknown:
        near = difflib.get_close_matches(named, patterns, n=1) if len(unknown) < UNKNOWN else []
        unknown[named] = near[0] if near else None
        if near:
            told = f"A cell says %%exercise {archive.clean_name(named)}; there is none of that name"
            result.notes.append(f"{told}. It was taken for {near[0]}.")
    return unknown[named]


def _text(file, result):
    """The text of a file: UTF-8, or what it says it is, or what its first bytes show."""
    if not file.data.strip():
        raise UserError("It is empty.")
    text, encoding = decoded(file.data)
    if encoding != "utf-8":
        name = archive.clean_name(file.name)
        result.notes.append(f"{name} is in {encoding}, not in UTF-8.")
    return text
