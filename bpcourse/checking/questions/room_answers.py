"""Room answers: what all in a workshop have predicted, once the instructor has shown it.

They are a file in the workspace, which whoever follows a workshop keeps there. Counts of options
are all that is in it: nothing of a person.
"""

import json
from contextlib import suppress

from ...atomic_write import write_text
from .question import DONT_KNOW

FILE = "room_answers.json"


def keep(workspace, counts):
    """Keep the counts that a workshop has told. Raises OSError where they cannot be written.

    `counts` is a dictionary from the name of a question to {"counts": [3, 0, 2], "unknown": 1}.
    """
    path, text = workspace.private / FILE, json.dumps(counts)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_text(path, text)


def forget(workspace):
    (workspace.private / FILE).unlink(missing_ok=True)


def rows(workspace, question):
    """A dictionary for each option: its text, how many chose it, whether it is right.

    The last one is of those who did not know. None where no workshop has shown this question.
    """
    told = {}
    with suppress(OSError, ValueError):
        told = json.loads((workspace.private / FILE).read_text(encoding="utf-8"))
    one = told.get(question.name) if isinstance(told, dict) else None
    if question.kind != "choice" or not isinstance(one, dict):
        return None
    counts = [*one["counts"], one.get("unknown")] if isinstance(one.get("counts"), list) else []
    if len(counts) != len(question.options) + 1 or not all(map(_is_count, counts)):
        return None
    texts = [*(option.text for option in question.options), DONT_KNOW]
    pairs = enumerate(zip(texts, counts, strict=True))
    return [{"text": t, "count": n, "right": i == question.answer} for i, (t, n) in pairs]


def _is_count(value):
    return type(value) is int and 0 <= value < 10**6
