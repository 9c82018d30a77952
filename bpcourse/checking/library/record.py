"""Record: what a page of a library says, read back from the page and verified without a network."""

import hashlib
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from ...errors import UserError
from ..exercise import find
from ..judging import runner
from ..note import Note, text_block
from ..report_view import SIGN
from .concepts import concepts

FACTS = {"exercise", "passed", "attempts", "seed", "sha256", "code"}
CLAIM = (
    "This shows that the code passes the visible checks of the course that is installed here. It "
    "does not show who wrote it, and dates and attempts are what the learner's computer has noted."
)


@dataclass
class Verified:
    """What came of it: a row for the page and one for each piece, each with its outcome."""

    rows: list  # of tuples (what, outcome as in a report, words)
    decided: list  # the names of the concepts whose exercise passed again

    @property
    def holds(self):
        return all(outcome == "ok" for _, outcome, _ in self.rows)

    def __str__(self):
        return str(self._note())

    def _repr_mimebundle_(self, include=None, exclude=None):
        return self._note()._repr_mimebundle_()

    def _note(self):
        width = max(len(what) for what, _, _ in self.rows)
        rows = [f"{SIGN[outcome]} {what:{width}}  {words}" for what, outcome, words in self.rows]
        told = "All of it holds." if self.holds else "Not all of it holds."
        listed = f" Concepts: {', '.join(self.decided)}." if self.decided else ""
        return Note(text_block(rows), f"{told}{listed}", CLAIM)


def verify(path):
    """Compute the numbers of the page at `path` again, and run its checks with the same seeds.

    This runs the code of the page. UserError where the file is no page of a library.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise UserError(f"{path} cannot be read: {reason}.") from None
    reader = _read(text)
    if not reader.number or not all(found.keys() == FACTS for found in reader.pieces):
        raise UserError(f"{path} is no whole page that `bpcourse library` has made.")
    is_same = number_of(reader.shown) == reader.number
    words = "is as it was made" if is_same else "has been changed since it was made"
    rows = [("the page", "ok" if is_same else "no", words)]
    rows += [_verified(piece) for piece in reader.pieces]
    passing = {what for what, outcome, _ in rows if outcome == "ok"}
    decided = [concept.name for concept in concepts() if concept.exercise.name in passing]
    return Verified(rows, decided)


def _verified(piece):
    """The row of one piece. What it shows is of this course, whatever the page may say."""
    try:
        exercise, seed = find(piece["exercise"]), int(piece["seed"])
    except (UserError, ValueError):
        return "a piece", "no", "there is no such exercise here, or its seed is no number"
    name = exercise.name
    if hashlib.sha256(piece["code"].encode()).hexdigest() != piece["sha256"]:
        return name, "no", "the code is not the one that was recorded, so it was not run"
    report = runner.run(exercise, piece["code"], seed=seed)
    if report.outcome == "ok":
        return name, "ok", f"all visible checks pass again with seed {seed}"
    return name, "no", f"not all visible checks pass with seed {seed}"


def number_of(shown):
    """The number of a page: the SHA-256 of the text it shows, in groups of four."""
    digits = hashlib.sha256(shown.encode()).hexdigest()
    return "-".join(digits[i : i + 4] for i in range(0, 64, 4))


def shown_in(html):
    """The text that the main part of a page shows."""
    return _read(html).shown


def _read(html):
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


class _Reader(HTMLParser):
    """Collects the text of the main part, the facts of each piece, and the page's number."""

    def __init__(self):
        super().__init__()
        self.pieces, self.shown, self.number = [], "", ""
        self._is_in_main, self._fact = False, ""

    def handle_starttag(self, tag, attributes):
        self._is_in_main = self._is_in_main or tag == "main"
        self._fact = dict(attributes).get("data-fact") or ""
        if self._fact == "exercise":
            self.pieces.append({})
        if self._fact in FACTS and self.pieces:
            self.pieces[-1].setdefault(self._fact, "")

    def handle_endtag(self, tag):
        self._is_in_main = self._is_in_main and tag != "main"
        self._fact = ""

    def handle_data(self, data):
        if self._is_in_main:
            self.shown += data
        if self._fact == "number":
            self.number += data
        elif self._fact in FACTS and self.pieces:
            self.pieces[-1][self._fact] += data
