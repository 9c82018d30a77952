"""Asking: several questions to an answer, one after the other.

An answer that lives in another process is told of all of them at once (`bpcourse.grading.remote`):
most of what a question costs there is the way.
"""

from contextlib import nullcontext
from dataclasses import dataclass
from functools import singledispatch

import numpy as np


@singledispatch
def results(function, calls):
    """Yields what the function gives in each of these calls; an error of its own is the last.

    A call is the arguments, which no other call shares, and whether NumPy should be quiet.
    """
    for arguments, quiet in calls:
        with np.errstate(all="ignore") if quiet else nullcontext():
            got = function(*arguments)
        yield got


def once(find):
    """find(function, *more), found once for each `more` until another function is asked.

    Beside functools.cache it keeps nothing for the next answer, which would need new checks then.
    """
    last, found = None, {}

    def remembered(function, *more):
        nonlocal last
        if function is not last:
            last = function
            found.clear()
        if more not in found:
            found[more] = find(function, *more)
        return found[more]

    return remembered


@dataclass(frozen=True, slots=True)
class Earlier:
    """In the arguments of a call in a row, also in tuples: what call number `call` has given."""

    call: int


@singledispatch
def in_a_row(function, calls):
    """All that the function gives in these calls, tuples of arguments that may hold Earlier."""
    given = []
    for arguments in calls:
        given.append(function(*filled(arguments, given)))
    return given


def filled(value, given):
    """The value, or the tuple of values, with what was given in place of each Earlier."""
    if type(value) is tuple:
        return tuple([filled(part, given) for part in value])
    return given[value.call] if type(value) is Earlier else value


@singledispatch
def parts(*things, names):
    """For each of these things a tuple of its attributes of these names."""
    return [tuple(getattr(thing, name) for name in names) for thing in things]


@singledispatch
def set_part(*things, name, values):
    """Set the attribute of that name of each of these things, to a value for each."""
    for thing, value in zip(things, values, strict=True):
        setattr(thing, name, value)
