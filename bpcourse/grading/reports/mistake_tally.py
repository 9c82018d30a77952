"""Mistake tally: how one exercise went over all students, and which mistakes were the commonest."""

import re
from collections import Counter


def title(id):
    """A mistake's id as words."""
    return id.replace("_", " ")


def counted_as(verdict):
    """What it is counted as: the mistake's id as words, or what was seen first, without numbers."""
    if mistake := verdict.report.mistake:
        return title(mistake)
    for finding in verdict.findings + verdict.further:
        if finding.outcome == "no":
            first = finding.message.strip().splitlines()[0] if finding.message else finding.check
            return re.sub(r"-?\d[\d.e+-]*", "…", first)[:160]
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
            name = counted_as(verdict)
            self.mistakes[name] += 1
            told = next((f.message for f in verdict.findings if f.outcome == "no"), "")
            told = "\n".join(filter(None, [told, verdict.report.cause]))
            self.examples.setdefault(name, told[:600])
