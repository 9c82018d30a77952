"""Inputs: what a check hands over still belongs to the check.

An answer may read it, and neither change it nor keep it.

    with unchanged(X=X, w=w):
        got = predict(X, w, b)
    independent(got, "the prediction", X=X)
"""

from contextlib import suppress

import numpy as np

from .in_words import start
from .wrong import Wrong, fail

WRITES = "Your code changes what it was given ({names}), which still belongs to the caller."
COPY = "Make a new array: `w = w - step` makes one, while `w -= step` writes into the old one."
NEW_LIST = "Collect the new values in a new list, and leave the old list as it is."


def unchanged(**given):
    """A context in which all that is given must stay as it is. Its arrays are read-only."""
    return Untouched(given)


class Untouched:
    """Such a context: from here to its end the arrays in `given` are read-only."""

    def __init__(self, given):
        self.given = given
        arrays = [array for name, value in given.items() for _, array in _arrays(name, value)]
        self.before = _snapshot(given)
        self.writeable = [array for array in arrays if array.flags.writeable]
        for array in self.writeable:
            array.flags.writeable = False

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        for array in self.writeable:
            array.flags.writeable = True
        if error is None:
            self._compare()
        elif isinstance(error, ValueError) and "read-only" in str(error):
            # which of them it was, NumPy does not say
            told = WRITES.format(names=", ".join(self.given))
            raise Wrong(f"{told}\n{COPY}", "changes_its_input") from error

    def _compare(self):
        for name, value in self.given.items():
            if _snapshot(value) != self.before[name]:
                holds = isinstance(value, list | dict)
                advice = NEW_LIST if holds and not isinstance(value, np.ndarray) else COPY
                fail(WRITES.format(names=name), advice, kind="changes_its_input")


def changed(function, given):
    """The names of what the function changes, tried out on `given`."""
    before = _snapshot(given)
    with suppress(Exception):  # it is known to write, and no more is asked here
        function(*given.values())
    names = [name for name, value in given.items() if _snapshot(value) != before[name]]
    return ", ".join(names or given)


def independent(got, what, **given):
    """Raise Wrong if writing into the result would change something that was given."""
    mine = [array for _, array in _arrays(what, got)]
    theirs = [(name, array) for name, value in given.items() for _, array in _arrays(name, value)]
    for name, array in theirs:
        if any(np.shares_memory(array, result) for result in mine):
            fail(
                f"{start(what)} shares its memory with {name}: to change one is to change both.",
                f"Return new arrays; where nothing is computed, take {name}.copy().",
                kind="shares_memory",
            )
    for name, value in given.items():
        if isinstance(value, list | dict) and any(part is value for part in _containers(got)):
            told = f"{start(what)} holds the very {type(value).__name__} {name} that was given."
            fail(told, "Return a new one.", kind="returns_its_argument")


def share_memory(one, other):
    """Is any array of the one a piece of any array of the other?"""
    mine, theirs = ([array for _, array in _arrays("", value)] for value in (one, other))
    return any(np.shares_memory(a, b) for a in mine for b in theirs)


def _arrays(name, value):
    """All arrays inside a value, with a name each."""
    if isinstance(value, np.ndarray):
        yield name, value
    elif isinstance(value, list | tuple):
        for i, part in enumerate(value):
            yield from _arrays(f"{name}[{i}]", part)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _arrays(f"{name}[{key!r}]", part)


def _containers(value):
    """All lists and dictionaries inside a value, and itself."""
    yield value
    if isinstance(value, list | tuple):
        for part in value:
            yield from _containers(part)


def _snapshot(value):
    """What there is to be seen of a value now; equal to a later one if nothing has changed."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype, value.tobytes()
    if isinstance(value, list | tuple):
        return [_snapshot(part) for part in value]
    if isinstance(value, dict):
        return {name: _snapshot(part) for name, part in value.items()}
    return value
