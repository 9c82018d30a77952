"""Result: what a function gives back, compared part by part with what it should give.

The form is that of what is expected: a tuple has parts, a list has entries, a dictionary has both,
and in these there are arrays, numbers, words, or again lists. `names` says what each is called:

    "the rate"                                                a single thing
    {"dw": "dw", "db": "db"}                                  parts: variable → name
    {"A": ["the list A", "A[{i}]"], "kind": "kind"}           a dictionary's: key → name
    ["the result", "parameter {i}"]                           a list: its name, that of its entries
    ["the result", {"dW": "dW of layer {i}", "db": ...}]      a list of pairs
"""

import itertools

import numpy as np

from .compare import TOLERANCE, alike, close, difference, entries_of, list_of, parts_of
from .in_words import count, start
from .known_slips import COLLAPSES, in_order, roundings
from .wrong import Part, Wrong, fail

SWAPPED = "The parts have changed places: return {order}."
MISSING = "That is {one} alone: return ({all})."
REVERSED = "The list is the wrong way round: its first entry belongs to the first that was given."
TRANSPOSED = "It is transposed: rows and columns have changed places."
ENDS = "It is right as far as it goes, but ends after {rows} of {wanted}."
GOES_ON = "It is right, but goes on: there are {got} instead of {wanted}."
LOOSE = "They lie loose in it: put what belongs together into brackets of its own, ({parts})."
COLLAPSED = "That is the {what} of the numbers that are asked for: leave each on its own."
CUT = "Fractions are cut off: an array of whole numbers cannot hold them."


class Leaf:
    """One array, number or word of the result."""

    __slots__ = ("expected", "got", "group", "name", "path", "problem")

    def __init__(self, path, group, name, got, expected, problem):
        self.path, self.group, self.name = path, group, name
        self.got, self.expected, self.problem = got, expected, problem


def leaves(got, expected, names, *, scale=0.0, tolerance=TOLERANCE):
    """All leaves of the result; Wrong where its form is another."""
    found = []

    def walk(got, expected, names, path, group, i):
        if isinstance(names, dict):
            what = "the result" if not path else path[-1] if i is None else f"entry {i}"
            is_dict = isinstance(expected, dict)
            parts = entries_of(got, names) if is_dict else parts_of(got, ", ".join(names), what)
            wanted = in_order(expected, names)
            for part, (variable, name), value in zip(parts, names.items(), wanted, strict=True):
                walk(part, value, name, (*path, variable), (*group, variable), i)
        elif isinstance(names, list):
            _refuse_loose_parts(got, expected, names)
            entries = list_of(got, len(expected), names[0])
            for j, (entry, value) in enumerate(zip(entries, expected, strict=True)):
                walk(entry, value, names[1], (*path, j), group, j)
        else:
            name = names if i is None else names.format(i=i)
            problem = difference(got, expected, name, scale=scale, tolerance=tolerance)
            found.append(Leaf(path, group, name, got, expected, problem))

    walk(got, expected, names, (), (), None)
    return found


def _refuse_loose_parts(got, expected, names):
    """Where a list of pairs is asked for: Wrong if all that is in them lies loose in the list."""
    if not isinstance(names[1], dict) or not isinstance(got, list | tuple):
        return
    number = len(expected) * len(names[1])
    if len(got) == number and not any(isinstance(entry, list | tuple | dict) for entry in got):
        wanted = count(len(expected), "entry")
        seen = f"{start(names[0])} has {count(number, 'entry')}, but should have {wanted}."
        fail(seen, LOOSE.format(parts=", ".join(names[1])), kind="loose_parts")


class Comparison:
    """One result beside what was expected."""

    def __init__(self, got, expected, names, *, scale=0.0, tolerance=TOLERANCE, order=None):
        self.got, self.expected, self.names, self.scale = got, expected, names, scale
        self.tolerance = tolerance
        self.leaves, self.form, self.is_open = [], None, False
        try:
            self.leaves = leaves(got, expected, names, scale=scale, tolerance=tolerance)
        except Wrong as wrong:
            self.form = wrong  # it has another form altogether
        self.wrong = [leaf for leaf in self.leaves if leaf.problem]
        if order:  # which part is told first
            self.wrong.sort(key=lambda leaf: order(leaf.path))

    @property
    def right(self):
        return self.form is None and not self.wrong

    def leave_open(self, paths):
        """Whatever the values at these places are, they are not wrong, and tell nothing."""
        for leaf in self.wrong:
            if leaf.path in paths and leaf.problem[1] == "wrong_value":
                leaf.problem, self.is_open = None, True
        self.wrong = [leaf for leaf in self.wrong if leaf.problem]

    def seen(self):
        """What was seen first, and the id of that."""
        return (self.form.seen, self.form.kind) if self.form else self.wrong[0].problem

    def part(self):
        """What was seen first, beside what was expected."""
        name, got, expected = "the result", self.got, self.expected
        if not self.form:
            leaf = self.wrong[0]
            name, got, expected = leaf.name, leaf.got, leaf.expected
        return Part(name, got, expected, self.scale, self.tolerance)

    def explained(self, known):
        """The keys of the slips that would show here, and those that fit: key → sentence.

        Among them are those that may be made in any exercise. `known` are the case's KnownSlips.
        """
        moved, could_move = self._moved()
        if self.form:
            made = self._of_this_form(known)
            return could_move | set(made), moved | made
        if self.right:
            return (set() if self.is_open else known.visible), {}
        first = [leaf for leaf in self.leaves if leaf.group == self.wrong[0].group]
        offered = known.of_another_form | {
            key for key, _, values in known.slips if _shows(known, key, values, first)
        }
        # who makes one of the others has this part right, and here it is wrong
        right_here = {key for key, _, values in known.slips if self._speaks(values, first)}
        right_here -= offered
        # what explains the whole result comes before what explains the first part that is wrong
        fits = moved | self._fitting(known, offered, self.leaves)
        fits = fits or self._fitting(known, offered, first)
        spoilt, could_be_spoilt = spoilt_by(self.wrong[0].got, self.wrong[0].expected)
        return offered | right_here | could_move | could_be_spoilt, fits | spoilt

    def _moved(self):
        """All is there, but in another order or not in full: what fits, and what would show."""
        several = self.form is not None or len(self.wrong) > 1
        if isinstance(self.expected, dict):
            return {}, set()
        if isinstance(self.names, dict) and several:
            return self._parts_moved(), {"parts_swapped", "parts_missing"}
        if isinstance(self.names, list) and several:
            turned = self._is(self.expected[::-1])
            return ({"list_reversed": REVERSED} if turned else {}), {"list_reversed"}
        return {}, set()

    def _parts_moved(self):
        names = list(self.names.items())
        for order in itertools.permutations(range(len(names))):
            turned = dict(names[i] for i in order)
            if is_result(self.got, tuple(self.expected[i] for i in order), turned):
                return {"parts_swapped": SWAPPED.format(order=", then ".join(self.names))}
        for part, (variable, name) in zip(self.expected, names, strict=True):
            if self.form and is_result(self.got, part, name):
                told = {"one": variable, "all": ", ".join(self.names)}
                return {"parts_missing": MISSING.format(**told)}
        return {}

    def _of_this_form(self, known):
        """The slips that give exactly this result, whose form is not the one that is asked for."""
        given = [(key, slip) for key, slip, _ in known.slips if slip.value is not None]
        return {key: slip.sentence for key, slip in given if self._is(slip.value)}

    def _is(self, value):
        has_parts = isinstance(value, tuple | list | dict)
        return is_result(self.got, value, self.names if has_parts else "the result")

    def _fitting(self, known, offered, leaves):
        """The slips among those offered that explain all these leaves."""
        return {
            key: slip.sentence
            for key, slip, values in known.slips
            if key in offered and self._fits(known, key, values, leaves)
        }

    def _fits(self, known, key, values, leaves):
        """Does it give exactly what was seen, in all these leaves, and nothing else elsewhere?"""

        def gives(leaf):
            """Does it give what was seen there, and is that why it is wrong?"""
            is_shown = known.shows(key, values, leaf.path)
            return is_shown and alike(leaf.got, values.get(leaf.path))

        kept = [leaf for leaf in leaves if not leaf.problem]
        others = [leaf for leaf in self.wrong if leaf not in leaves]
        return (
            all(gives(leaf) for leaf in leaves if leaf.problem)
            and not _shows(known, key, values, kept)
            and not any(_shows(known, key, values, [leaf]) and not gives(leaf) for leaf in others)
        )

    def _speaks(self, values, leaves):
        """Does it say what any of these wrong leaves would be?"""
        return any(leaf.problem and values.get(leaf.path) is not None for leaf in leaves)


def _shows(known, key, values, leaves):
    """Would any of these leaves be wrong with it?"""
    return any(known.shows(key, values, leaf.path) for leaf in leaves)


def is_result(got, expected, names):
    """Is the whole result this one?"""
    try:
        return all(leaf.problem is None for leaf in leaves(got, expected, names))
    except (Wrong, TypeError, ValueError, KeyError):  # of another form, or `expected` is
        return False


NUMBER = int | float | np.floating | np.integer


def spoilt_by(got, expected):
    """What may have been done to the right numbers: what fits, and what would show."""
    if not isinstance(expected, np.ndarray | float) or not isinstance(got, np.ndarray | NUMBER):
        return {}, set()
    fits, shows = {}, set()
    # zeros alone may have any cause, but an array of whole numbers has none other
    if np.any(np.trunc(expected)) or np.asarray(got).dtype.kind in "iu":
        shows.add("fractions_cut")
        if any(alike(got, cut) for cut in (np.trunc(expected), np.floor(expected))):
            fits["fractions_cut"] = CUT
    turned = np.transpose(expected)
    if np.ndim(expected) == 2 and alike(got, turned) and not alike(expected, turned):
        fits["transposed"] = TRANSPOSED
    if np.ndim(expected) and np.any(expected):
        shows |= set(COLLAPSES)
        fits |= _collapsed(got, expected)
    for digits, rounded in roundings(expected):
        shows.add(f"rounded/{digits}")
        if close(got, rounded, tolerance=TOLERANCE / 10):
            to = count(digits, "digit")
            fits[f"rounded/{digits}"] = f"It is rounded to {to}: leave it as it is."
    if np.ndim(got) == np.ndim(expected) > 0 and 0 < len(got) != len(expected):
        shows |= {"ends_too_early", "goes_on"}
        fits |= _of_another_length(got, expected)
    return fits, shows | set(fits)


def _collapsed(got, expected):
    """What is asked for, but put together over all axes or over one."""
    if np.ndim(got) >= np.ndim(expected):
        return {}
    axes = [None] if np.ndim(got) == 0 else range(np.ndim(expected))
    return {
        name: COLLAPSED.format(what=what)
        for name, (what, collapse) in COLLAPSES.items()
        if any(alike(got, collapse(expected, axis=axis)) for axis in axes)
    }


def _of_another_length(got, expected):
    rows = min(len(got), len(expected))
    if not alike(got[:rows], expected[:rows]):
        return {}
    if rows < len(expected):
        return {"ends_too_early": ENDS.format(rows=rows, wanted=len(expected))}
    return {"goes_on": GOES_ON.format(got=len(got), wanted=len(expected))}


def equal(one, other):
    """Are two results the same, whatever their form? True for what holds no plain values."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    if isinstance(one, np.ndarray | float) and isinstance(other, np.ndarray | float):
        return close(one, other) or _bytes(one) == _bytes(other)
    return not isinstance(one, PLAIN) or not isinstance(other, PLAIN) or one == other


PLAIN = (int, float, str, bytes, type(None))


def _bytes(value):
    array = np.asarray(value)
    numbers = repr(array.tolist()) if array.dtype.hasobject else array.tobytes()
    return array.shape, array.dtype, numbers
