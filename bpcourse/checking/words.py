"""Words: what the terms and signs of the course mean, from notebooks/src/words.toml."""

import difflib
import tomllib
from functools import cache

from ..content import content
from .note import Note


@cache
def words():
    """The facts of every word, in alphabetical order."""
    return sorted(_facts()["word"], key=lambda facts: facts["word"])


@cache
def symbols():
    """The facts of every symbol, in the order of the file."""
    return _facts()["symbol"]


def _facts():
    path = content("notebooks", "src", "words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def look_up(word):
    """What a word means; where it is unknown, the nearest ones."""
    known = {facts["word"]: facts for facts in words()}
    wanted = word.strip().lower()
    inside = [name for name in known if wanted and wanted in name]
    names = inside or difflib.get_close_matches(wanted, known, n=2, cutoff=0.5)
    if not names:
        return Note(f"{word!r} is not among the words of the course: {', '.join(known)}.")
    return Note(*(_told(known[name]) for name in names))


def _told(facts):
    formula = f" {facts['formula']}" if "formula" in facts else ""
    return f"**{facts['word']}** (lesson {facts['lesson']}): {facts['meaning']}{formula}"


def page():
    """The page with all words and symbols, as Markdown cells."""
    rows = [f"* {_told(facts)}" for facts in words()]
    signs = ["| symbol | name | spoken | shape | NumPy | lesson |", "|---|---|---|---|---|---|"]
    for facts in symbols():
        cells = (f"${facts['symbol']}$", facts["name"], facts["spoken"], facts["shape"])
        numpy = f"`{facts['numpy']}`"
        signs.append(f"| {' | '.join(cells)} | {numpy} | {facts['lesson']} |")
    head = "# Words and symbols\n\nWhat the course calls things, and where it is met first."
    return [head, "\n".join(["## Words", "", *rows]), "\n".join(["## Symbols", "", *signs])]
