"""Look-alikes: names of different people that are equal, or that only look so.

Two names look alike if they differ in nothing but capitals, in letters that are not seen, or in the
way in which Unicode writes an accent.
"""

import unicodedata
from difflib import SequenceMatcher

SHOWN = 3  # differences that are told
FILLERS = "\u034f\u115f\u1160\u2800\u3164\uffa0"  # they count as letters, and show nothing


def look(name):
    """What of a name is seen and told apart by a reader."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join("".join(letter for letter in folded if _is_seen(letter)).split())


def _is_seen(letter):
    selects = "VARIATION SELECTOR" in unicodedata.name(letter, "")
    return letter.isprintable() and letter not in FILLERS and not selects


def difference(name, other):
    """How two names differ, letter by letter, as in "nothing and U+00AD SOFT HYPHEN"."""
    told = []
    for kind, i, j, k, l in SequenceMatcher(None, name, other, autojunk=False).get_opcodes():  # noqa: E741
        if kind != "equal":
            told.append(f"{_letters(name[i:j])} and {_letters(other[k:l])}")
    return "; ".join(told[:SHOWN])


def _letters(text):
    if not text:
        return "nothing"
    return ", ".join(
        f"U+{ord(letter):04X} {unicodedata.name(letter, 'without a name')}" for letter in text[:8]
    )
