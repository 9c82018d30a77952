"""Values: arguments and results with arrays in lists in dictionaries, copied and converted."""

import numpy as np


def fresh(value):
    """A copy with arrays and lists of its own; functions and words stay what they are."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, tuple | list):
        return _like(value, map(fresh, value))
    if isinstance(value, dict):
        return {name: fresh(part) for name, part in value.items()}
    return value


def _like(value, parts):
    """These parts in a plain list or tuple: a kind of one's own may be made otherwise."""
    return tuple(parts) if isinstance(value, tuple) else list(parts)


def overwrite(held, other):
    """`held` with the numbers of `other`, in the same arrays, lists and dictionaries."""
    if isinstance(held, np.ndarray):
        held[...] = other
    elif isinstance(held, list):
        held[:] = [overwrite(part, new) for part, new in zip(held, other, strict=True)]
    elif isinstance(held, tuple):
        return tuple(overwrite(part, new) for part, new in zip(held, other, strict=True))
    elif isinstance(held, dict):
        for name, part in held.items():
            held[name] = overwrite(part, other[name])
    else:
        return other
    return held


def converted(value, array, number):
    """With `array(it)` for each array of fractions, and `number(it)` for each plain fraction."""
    if isinstance(value, np.ndarray):
        return array(value) if value.dtype.kind == "f" else value
    if isinstance(value, float):
        return number(value)
    if isinstance(value, tuple | list):
        return _like(value, (converted(part, array, number) for part in value))
    if isinstance(value, dict):
        return {name: converted(part, array, number) for name, part in value.items()}
    return value


def with_fractions(value):
    """The same numbers, in arrays that can hold fractions."""
    if isinstance(value, np.ndarray):
        return value.astype(float) if value.dtype.kind in "iu" else value
    if isinstance(value, tuple | list):
        return _like(value, map(with_fractions, value))
    return value


def sizes(value):
    """The largest number of each array of fractions, and of each plain fraction."""
    found = []

    def see(number):
        found.append(float(np.max(np.abs(number), initial=0.0)))
        return number

    converted(value, see, see)
    return found


def away_from_zero(number):
    """The next whole number, so that none becomes 0."""
    return np.sign(number) * np.ceil(np.abs(number))
