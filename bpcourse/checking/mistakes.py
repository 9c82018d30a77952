"""Mistakes: the wrong answers that are known, each an edit of a right one.

    [[mistake]]
    id = "no_mean"
    change = { "2 / len(y) * X.T" = "2 * X.T" }   old → new; each old text stands there once
    slip = "sum_not_mean"                         what the report must name (by default the id)

`of` names another text to edit, as "stub" or "right/loops"; `text` holds a whole answer, where an
edit would be harder to read. `slip` may be a list, of which one must be named; where a report
cannot tell the cause it is "", and `why` says why not.
"""

import tomllib
from collections import Counter
from dataclasses import dataclass

from ..errors import UserError


class MistakeError(UserError):
    """The file mistakes.toml is not in order."""


@dataclass(frozen=True)
class Mistake:
    """A known mistake."""

    id: str
    source: str  # the answer that makes it
    slips: tuple  # the ids of which its report must name one; "" where it names none
    why: str = ""  # why it can name none


def read_mistakes(folder):
    """All mistakes of the exercise in `folder`; MistakeError where they cannot be made."""
    path = folder / "mistakes.toml"
    if not path.exists():
        return []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["mistake"]
        found = [_mistake(folder, **entry) for entry in entries]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, OSError) as error:
        raise MistakeError(f"{path} cannot be used: {error}") from error
    names = Counter(mistake.id for mistake in found)
    for twice in (name for name, number in names.items() if number > 1):
        raise MistakeError(f"{path} has two mistakes called {twice}. Give each its own id.")
    return found


def _mistake(folder, id, change=None, text="", of="solution", slip=None, why=""):
    source = text or _changed(folder, id, change or {}, of)
    slips = (id,) if slip is None else (slip,) if isinstance(slip, str) else tuple(slip)
    if not any(slips) and not why:
        raise MistakeError(f"{folder.name}: the mistake {id} names no slip. Say in `why` why not.")
    return Mistake(id, source, slips, why)


def _changed(folder, id, change, of):
    source = (folder / f"{of}.py").read_text(encoding="utf-8")
    for old, new in change.items():
        if source.count(old) != 1:
            raise MistakeError(
                f"{folder.name}: the mistake {id} changes a text that stands {source.count(old)} "
                f"times in {of}.py:\n{old}\nLet it stand there exactly once."
            )
        source = source.replace(old, new)
    if not change and of != "stub":
        raise MistakeError(f"{folder.name}: the mistake {id} changes nothing. Give it a `change`.")
    return source
