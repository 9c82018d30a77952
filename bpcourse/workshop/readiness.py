"""Readiness: how many machines of a room are ready, and what has failed on the others.

A readiness code is what `bpcourse doctor` ends with. Here the codes of a room are read at once: of
the seats that are taken, or out of a text into which they were pasted, as mails or a chat.
"""

import re
from collections import Counter

CODE = re.compile(r"(?<![\w.])\d[\w.]*-[A-Z]\d+-[0-9A-F]+-[A-Z](?!\w)", re.IGNORECASE)


def codes_in(text):
    """All that looks like a readiness code in a text, in its order."""
    return [code.upper() for code in CODE.findall(text)]


def summary(codes, reads, repairs):
    """How codes stand, given as pairs of a code and how many have it: a dictionary.

        ready, unknown   how many are ready, and how many codes say nothing
        failed           what has failed, how often, and how that is usually repaired

    `reads(code)` gives the names of what has failed, None where that is no code; `repairs` a
    sentence for each name.
    """
    ready, unknown, failed = 0, 0, Counter()
    for code, count in codes:
        names = reads(code)
        if names is None:
            unknown += count
        elif not names:
            ready += count
        else:
            failed.update(dict.fromkeys(names, count))
    commonest = sorted(failed.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "ready": ready,
        "unknown": unknown,
        "failed": [[name, count, repairs.get(name, "")] for name, count in commonest],
    }


def of_text(text, reads, repairs):
    """The summary of all codes in a text, and under "codes" how many they are."""
    codes = Counter(codes_in(text))
    return {"codes": codes.total()} | summary(codes.items(), reads, repairs)


def in_words(facts):
    """The lines that say what of_text has found."""
    if not facts["codes"]:
        return ["There is no readiness code in this text."]
    lines = [f"{facts['ready']} of {facts['codes']} machines are ready."]
    lines += [f"  {name}, {count}: {repair}" for name, count, repair in facts["failed"]]
    if facts["unknown"]:
        lines.append(
            f"  Not to be read: {facts['unknown']}. Is a letter missing or misread? Ask again."
        )
    return lines
