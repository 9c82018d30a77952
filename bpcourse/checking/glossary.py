"""The glossary: what the words and symbols of the course mean.

They lie in exercises, as words.toml in the folder of the lesson that brings them.
"""

import difflib
import tomllib
from functools import cache

from ..content import content
from .note import Note


@cache
def words():
    """The facts of every word, in alphabetical order."""
    return sorted(_facts("word"), key=lambda facts: facts["word"])


@cache
def symbols():
    """The facts of every symbol, in the order of the lessons."""
    return list(_facts("symbol"))


def _facts(kind):
    """All facts of that kind, each with the number of its lesson, as in "02"."""
    for path in sorted(content("exercises").glob("*/words.toml")):
        for facts in tomllib.loads(path.read_text(encoding="utf-8")).get(kind, ()):
            yield facts | {"lesson": path.parent.name[:2]}


def look_up(word=""):
    """What a word means; without a word, all that are known.

    Where it is unknown, the words whose meaning says it are told, or else the nearest ones. A
    function that is given in its place is looked up by its name.
    """
    known = {facts["word"]: facts for facts in words()}
    lower = {name.lower(): name for name in known}  # as in "relu" for ReLU
    wanted = str(getattr(word, "__name__", word)).replace("_", " ").strip().lower()
    if not wanted:
        return Note(f"The words of the course: {', '.join(known)}.")
    inside = sorted((name for name in lower if wanted in name), key=lambda name: name != wanted)
    saying = [name for name in lower if wanted in known[lower[name]]["meaning"].lower()][:2]
    names = inside or saying or difflib.get_close_matches(wanted, lower, n=2, cutoff=0.5)
    if not names:
        return Note(f"{wanted!r} is not among the words of the course: {', '.join(known)}.")
    return Note(*(_told(known[lower[name]]) for name in names))


def _told(facts):
    formula = f" {facts['formula']}" if "formula" in facts else ""
    return f"**{facts['word']}** (lesson {facts['lesson']}): {facts['meaning']}{formula}"


def page():
    """The page with all words and symbols, as Markdown cells."""
    rows = [f"* {_told(facts)}" for facts in words()]
    signs = ["| symbol | name | spoken | shape | NumPy | lesson |", "|---|---|---|---|---|---|"]
    for facts in symbols():
        shown = facts.get("shown", facts["symbol"])  # a root, say, is shown with something in it
        cells = (f"${shown}$", facts["name"], facts["spoken"], facts["shape"])
        numpy = f"`{facts['numpy']}`"
        signs.append(f"| {' | '.join(cells)} | {numpy} | {facts['lesson']} |")
    head = "# Words and symbols\n\nWhat the course calls things, and where it is met first."
    return [head, "\n".join(["## Words", "", *rows]), "\n".join(["## Symbols", "", *signs])]
