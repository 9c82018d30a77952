"""Cause: which mistake explains all that was seen, and what is said about each check.

A report names at most one cause, and only one that fits wherever it was offered: a known mistake
that explains one check and is contradicted by the next was not made. Without a cause there are
tips.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from .wrong import BARE, GENERIC

PRINTED = 8  # lines of print-out that are shown


def cause_of(findings):
    """The id of the slip that explains what was seen, and its sentence; two empty texts if none."""
    failed = [finding for finding in findings if finding.outcome == "no"]
    if not failed:
        return "", ""
    fits = Counter(key for finding in failed for key in finding.fitting)
    out = {key for finding in failed for key in finding.offered if key not in finding.fitting}
    fits = {key: number for key, number in fits.items() if key not in out}
    most = max(fits.values(), default=0)
    if 2 * most < sum(finding.kind in BARE for finding in failed):
        return "", ""  # it would leave most of what was seen unexplained
    ids = {_id(key) for key, number in fits.items() if number == most}
    if len(ids) > 1:
        ids -= GENERIC  # what the exercise itself knows says more
    if len(ids) != 1:  # none, or nothing that was seen tells them apart
        return "", ""
    (cause,) = ids
    told = [told for f in failed for key, told in f.fitting.items() if _id(key) == cause]
    return cause, told[0]


def _id(key):
    """Several slips may have one id, and are told apart by a number behind it."""
    return key.partition("/")[0]


def mistake_of(findings):
    """The id of the mistake: a slip's, or that of what was seen; empty where none is known."""
    if cause := cause_of(findings)[0]:
        return cause
    kinds = Counter(finding.kind for finding in findings if finding.outcome == "no")
    if "keeps_state" in kinds:  # whatever else went wrong may come from that
        return "keeps_state"
    bare = sum(kinds.pop(kind, 0) for kind in BARE)
    kind = max(kinds, key=kinds.get, default="")
    return kind if kinds[kind] >= bare else ""


@dataclass
class Told:
    """What is said about one finding."""

    sentences: list = field(default_factory=list)  # what was seen; the cause, or a tip
    place: str = ""
    printed: str = ""
    traceback: str = ""


def told(findings):
    """For each finding a Told, or None where there is nothing that was not said before.

    One mistake often fails many checks. It is told in full once, and so is the cause.
    """
    cause, sentence = cause_of(findings)
    no_tips = bool(mistake_of(findings))
    known, said, printed = set(), set(), False
    for finding in findings:
        if finding.outcome != "no":
            yield None
            continue
        explained = cause in map(_id, finding.fitting)
        further = sentence if explained else "" if no_tips else finding.tip
        essence = (finding.kind, *re.findall(r"[A-Za-z]{2,}", finding.message))  # without numbers
        is_news = sentence not in said if explained else essence not in known
        if not is_news:
            yield None
            continue
        seen = f"{finding.about}: {finding.message}" if finding.about else finding.message
        sentences = list(filter(None, [seen, "" if further in said else further]))
        shown = "" if printed else _shortened(finding.printed)
        printed = printed or bool(shown)
        known.add(essence)
        said.add(further)
        yield Told(sentences, finding.place, shown, finding.traceback)


def _shortened(printed):
    lines = printed.splitlines()
    more = len(lines) - PRINTED
    return "\n".join([*lines[:PRINTED], f"… and {more} lines more"] if more > 1 else lines)
