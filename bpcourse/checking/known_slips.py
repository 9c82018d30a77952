"""Known slips of one case: what each would give there, and where that shows.

Nothing of it depends on an answer: a case whose data are fixed keeps it for all of them.
"""

from functools import cached_property

import numpy as np

from .compare import alike, close
from .wrong import keyed

COLLAPSES = {"averaged": ("mean", np.mean), "added_up": ("sum", np.sum)}


class KnownSlips:
    """The slips of a case, beside what is expected there; `names` is the form of the result.

    `slips` are triples: the key of a slip, the slip, and the values that it gives, path → value.
    """

    def __init__(self, slips, expected, names):
        self.expected = dict(flat(expected, names))
        self.slips = [(key, slip, values_of(slip, expected, names)) for key, slip in keyed(slips)]
        self._shown = {}

    def shows(self, key, values, path):
        """Would what is there be wrong with this slip?"""
        if (key, path) not in self._shown:
            value = values.get(path)
            shows = value is not None and not alike(self.expected[path], value)
            self._shown[key, path] = shows
        return self._shown[key, path]

    @cached_property
    def of_another_form(self):
        """The keys of the slips whose result does not have these parts."""
        return {key for key, _, values in self.slips if values.keys() != self.expected.keys()}

    @cached_property
    def visible(self):
        """The keys of all that would show somewhere, those of any exercise among them."""
        shown = {
            key
            for key, _, values in self.slips
            if any(self.shows(key, values, path) for path in self.expected)
        }
        digits = {digits for value in self.expected.values() for digits, _ in roundings(value)}
        has_axes = any(np.ndim(value) and np.any(value) for value in self.expected.values())
        rounded = {f"rounded/{number}" for number in digits}
        return self.of_another_form | shown | rounded | (set(COLLAPSES) if has_axes else set())


def roundings(expected):
    """Pairs of a number of digits and what is expected, rounded to them, where that shows."""
    if isinstance(expected, np.ndarray | float):
        for digits in range(6, 0, -1):
            rounded = np.round(expected, digits)
            if np.any(rounded) and not close(rounded, expected):
                yield digits, rounded


def values_of(slip, expected, names):
    """What that slip gives: path → value. Parts that are not named are as they should be.

    Where it has another form, so that the names do not fit, it is a single thing with no path.
    """
    given = slip.value
    if given is None and slip.parts:
        pairs = zip(names, in_order(expected, names), strict=True)
        parts = [(slip.parts.get(variable), right) for variable, right in pairs]
        given = [right if part is None else part for part, right in parts]
    try:
        return dict(flat(given, names))
    except (TypeError, ValueError, IndexError, KeyError):
        return {(): given}


def flat(value, names, path=()):
    """All leaves of a result, as pairs of a path and a value."""
    if isinstance(names, dict):
        for part, (variable, name) in zip(in_order(value, names), names.items(), strict=True):
            yield from flat(part, name, (*path, variable))
    elif isinstance(names, list):
        for i, entry in enumerate(value):
            yield from flat(entry, names[1], (*path, i))
    else:
        yield path, value


def in_order(value, names):
    """The parts of a tuple, or of a dictionary in the order of `names`."""
    return [value[key] for key in names] if isinstance(value, dict) else value
