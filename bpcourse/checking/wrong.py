"""Wrong: what a check has seen, and which known mistakes would explain it.

A check does not decide alone which mistake was made: it says which ones it has offered and which
of these fit, and the report names the one that fits wherever it was offered.
"""

from collections import Counter
from typing import NamedTuple


class Slip:
    """A known mistake: its id, the sentence that tells it, and the result that it would give.

    `value` has the form of the whole result. Where a result has named parts, the parts that are
    wrong may be given alone, as in Slip("no_bias", "b is missing.", dw=..., db=...).
    """

    __slots__ = ("id", "parts", "sentence", "value")

    def __init__(self, id, sentence, value=None, **parts):
        self.id, self.sentence, self.value, self.parts = id, sentence, value, parts


def keyed(slips):
    """Pairs of a key and a slip. Several slips may have one id: they are told apart as id/2, ..."""
    seen = Counter()
    for slip in slips:
        seen[slip.id] += 1
        yield (slip.id if seen[slip.id] == 1 else f"{slip.id}/{seen[slip.id]}"), slip


class Part(NamedTuple):
    """What an answer has given, or a part of it, beside what was expected."""

    name: str
    got: object
    expected: object
    scale: float
    tolerance: float


class Wrong(AssertionError):
    """What a check ends with when the answer is wrong.

    seen     what was seen, with the numbers, and the rule that it breaks
    kind     the id of what was seen, as "no_return" or "wrong_value"
    offered  the keys of the slips that would have shown here: their ids, or id/2, ...
    fitting  of these, the ones that give exactly what was seen: key → sentence
    tip      the next step, for where no cause can be named
    about    of which case it was seen, as "With whole numbers in X"
    part     what is wrong, as compare sees it: a Part, or None
    """

    def __init__(self, seen, kind="", *, offered=(), fitting=None, tip="", about="", part=None):
        self.seen, self.kind, self.tip, self.about, self.part = seen, kind, tip, about, part
        self.offered, self.fitting = sorted(offered), fitting or {}
        cause = next(iter(self.fitting.values()), tip)
        told = f"{about}: {seen}" if about else seen
        super().__init__("\n".join(filter(None, [told, cause])))


# What was seen and explains nothing by itself: a report that has seen only this knows no cause.
BARE = ("", "wrong_value", "wrong_shape", "not_finite", "stopped", "odd", "fractions_do_not_fit")

# The ids of slips that may be made in any exercise.
GENERIC = {"parts_swapped", "parts_missing", "list_reversed", "transposed", "rounded"}
GENERIC |= {"fractions_cut", "ends_too_early", "goes_on", "averaged", "added_up"}


def fail(*sentences, kind=""):
    """Raise Wrong with these sentences; empty ones are left out."""
    raise Wrong("\n".join(filter(None, sentences)), kind)
