"""Workspace: the learner's own folder.

    bpcourse-work/
        02_gradient_descent.ipynb    the learner's copy of each lesson
        answers/gd_step.py           the current answer to each exercise
        attempts/gd_step/0001.py     every earlier answer, in order
        .bpcourse/                   progress, and which edition of each lesson was brought

Nothing in it is ever overwritten without a kept copy, or left half written.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from ..atomic_write import write_text
from ..errors import UserError
from .source_text import decoded

FOLDER = "bpcourse-work"  # the default name
MARK = ".bpcourse"  # a folder that holds this one is a workspace
VARIABLE = "BPCOURSE_WORK"  # of the environment: names a workspace


@dataclass(frozen=True)
class Workspace:
    root: Path

    @property
    def answers(self):
        return self.root / "answers"

    @property
    def private(self):
        """Where the course keeps its own notes."""
        return self.root / MARK

    def answer_path(self, name):
        return self.answers / f"{name}.py"

    def answer(self, name):
        """The text of the current answer, or None where there is none yet.

        Raises UserError where the file is not text, and OSError where it cannot be read.
        """
        path = self.answer_path(name)
        try:
            return decoded(path.read_bytes())[0]
        except FileNotFoundError:
            return None
        except UserError as error:
            raise UserError(f"{path} cannot be used. {error}") from None

    def attempts(self, name):
        """The paths of the earlier answers, oldest first."""
        return sorted((self.root / "attempts" / name).glob("[0-9]*.py"))

    def create(self):
        """Make the folders, hidden from a git repository around them. Harmless if they exist."""
        for folder in (self.answers, self.private):
            folder.mkdir(parents=True, exist_ok=True)
        ignore = self.root / ".gitignore"
        if not ignore.exists():
            ignore.write_text("# this folder is your own, and no part of a repository\n*\n")

    def save_answer(self, name, text):
        """Make `text` the current answer.

        What it replaces becomes an attempt; returns that attempt's path or None.
        """
        self.create()
        before = self.answer(name)
        if before == text:
            return None
        kept = None if before is None else self.keep_attempt(name, before)
        write_text(self.answer_path(name), text)
        return kept

    def keep_attempt(self, name, text):
        """Keep `text` under the next number, unless the last attempt is the same; its path."""
        earlier = self.attempts(name)
        if earlier and earlier[-1].read_text(encoding="utf-8") == text:
            return earlier[-1]
        number = 1 + (int(earlier[-1].stem) if earlier else 0)
        path = self.root / "attempts" / name / f"{number:04}.py"
        write_text(path, text)
        return path


def here():
    """The workspace of this process.

    It is that of $BPCOURSE_WORK, or the one around the current folder, or bpcourse-work in it.
    """
    if named := os.environ.get(VARIABLE):
        return Workspace(Path(named).expanduser().absolute())
    current = Path.cwd()
    for folder in (current, *current.parents):
        if (folder / MARK).is_dir():
            return Workspace(folder)
    return Workspace(current / FOLDER)


def workspace_at(folder=None):
    """The workspace in that folder, as a shell would write it; without one, that of here()."""
    return Workspace(Path(folder).expanduser().absolute()) if folder else here()


def fingerprint(text):
    """A short name for a text; line ends, and spaces before them, do not count."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
