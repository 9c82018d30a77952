"""Mistakes: which known one a wrong answer is, and which are the commonest."""

import ast
import re
from collections import Counter
from functools import lru_cache


@lru_cache(maxsize=256)
def known(folder):
    """Pairs of a known mistake's name and the words by which a report tells it."""
    pairs = []
    for path in sorted((folder / "mistakes").glob("*.py")):
        words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        pairs.append((path.stem.replace("_", " "), words))
    return sorted(pairs, key=lambda pair: -len(pair[1]))  # the most telling words first


def which(exercise, verdict):
    """The name of the known mistake that this is, or an empty text."""
    told = "\n".join(f"{f.message}" for f in verdict.findings if f.outcome == "no")
    found = [name for name, words in known(exercise.folder) if words in told]
    return found[0] if found else ""


def essence(exercise, verdict):
    """What it is counted as: a known mistake, or its first message without the numbers."""
    if name := which(exercise, verdict):
        return name
    for finding in verdict.findings + verdict.further:
        if finding.outcome == "no":
            last = finding.message.strip().splitlines()[-1] if finding.message else finding.check
            return re.sub(r"-?\d[\d.e+-]*", "…", last)[:160]
    return ""


class Tally:
    """How one exercise went, over all students."""

    def __init__(self, exercise):
        self.exercise = exercise
        self.states = Counter()
        self.mistakes = Counter()
        self.examples = {}  # mistake → what one student was told

    def add(self, verdict):
        state = verdict.state if verdict else "missing"
        self.states[state] += 1
        if state in ("failed", "stopped"):
            name = essence(self.exercise, verdict)
            self.mistakes[name] += 1
            told = next((f.message for f in verdict.findings if f.outcome == "no"), "")
            self.examples.setdefault(name, told[:600])
