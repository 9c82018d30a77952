"""Settings: a number that is given as an argument has a meaning, or an error says what it must be.

    self.beta = require_number("beta", beta, "the part of v that is kept", at_least=0, below=1)

It is checked where it is given, so that no later error blames something else. True does not count
as 1, and nan is within no limits.
"""

import math
import operator
from numbers import Real

import numpy as np


def require_number(
    name, number, meaning, *, above=-math.inf, at_least=-math.inf, below=math.inf, at_most=math.inf
):
    """Return the number as a float; raise ValueError unless it is finite and within the limits."""
    value = _as_float(number)
    if not (above < value < below and at_least <= value <= at_most):
        limits = _limits(above, at_least, below, at_most)
        raise ValueError(f"{name} is {shown(number)}.\nIt must be {limits}: {meaning}.")
    return value


def require_count(name, number, meaning, *, at_least=1):
    """Return the number as an int; raise ValueError unless it is a whole number of at least that.

    A float is refused, even 3.0, because the calculation behind it may give 2.5 the next time.
    """
    try:
        count = -math.inf if isinstance(number, bool | np.bool_) else operator.index(number)
    except TypeError:
        count = -math.inf
    if count < at_least:
        raise ValueError(
            f"{name} is {shown(number)}.\nIt must be a whole number, {at_least} or more: {meaning}."
        )
    return count


def require_real(name, number, meaning):
    """Return the number as a float, which may be nan or inf; raise ValueError for other things."""
    if not _is_number(number):
        raise ValueError(f"{name} is {shown(number)}.\nIt must be a number: {meaning}.")
    return _as_float(number)


def require_rng(rng, owner):
    """Return rng; raise TypeError unless it is a generator of random numbers."""
    if not hasattr(rng, "random"):
        raise TypeError(
            f"{owner} needs random numbers, but rng is {rng!r}.\n"
            "Make a generator once, rng = np.random.default_rng(0), and hand it over as rng=rng."
        )
    return rng


def require_methods(name, thing, *methods):
    """Return the thing; raise TypeError unless it has these methods and is not a class."""
    if isinstance(thing, type):
        raise TypeError(
            f"{name} is the class {thing.__name__}, and not an object of that class.\n"
            f"Write {thing.__name__}(...), with its arguments between the brackets."
        )
    for method in methods:
        if not hasattr(thing, method):
            raise TypeError(
                f"{name} is a {type(thing).__name__}, which has no method {method}.\n"
                f"It needs {' and '.join(methods)}."
            )
    return thing


def _limits(above, at_least, below, at_most):
    """The limits in words, as in "a number, at least 0 and below 1"."""
    limits = (("above", above), ("at least", at_least), ("below", below), ("at most", at_most))
    told = [f"{words} {limit:g}" for words, limit in limits if math.isfinite(limit)]
    if not told:
        return "a finite number"
    if math.inf == below == at_most:
        told.append("finite")
    return f"a number, {' and '.join(told)}"


def _as_float(number):
    """The number as a float; nan, which is within no limits, for other things."""
    try:
        return float(number) if _is_number(number) else math.nan
    except OverflowError:
        return math.inf


def _is_number(number):
    if type(number) in (float, int):  # the usual case, and quick
        return True
    return isinstance(number, Real) and not isinstance(number, bool)


def shown(number):
    """The number as text, of a NumPy scalar the digits only; of other things the repr."""
    return f"{number}" if _is_number(number) else f"{number!r}"
