"""Given: what a check hands over still belongs to the check.

An answer may read it, and neither change it nor keep it.

    with unchanged(X=X, w=w):
        got = predict(X, w, b)
    independent(got, "the prediction", X=X)
"""

from contextlib import contextmanager

import numpy as np

from .compare import fail, start

WRITES = "Your code changes what it was given ({names}), which still belongs to the caller."
COPY = "Make a new array: `w = w - step` makes one, while `w -= step` writes into the old one."


@contextmanager
def unchanged(**given):
    """All that is given must come back as it was. Arrays are read-only inside."""
    arrays = [array for name, value in given.items() for _, array in _arrays(name, value)]
    before = _snapshot(given)
    writeable = [array for array in arrays if array.flags.writeable]
    for array in writeable:
        array.flags.writeable = False
    try:
        yield
    except ValueError as error:
        if "read-only" not in str(error):
            raise
        *most, last = given  # which of them it was, NumPy does not say
        names = f"{', '.join(most)} or {last}" if most else last
        raise AssertionError(f"{WRITES.format(names=names)}\n{COPY}") from error
    finally:
        for array in writeable:
            array.flags.writeable = True
    for name, value in given.items():
        if _snapshot(value) != before[name]:
            fail(WRITES.format(names=name), COPY)


def independent(got, what, **given):
    """Raise AssertionError if writing into the result would change something that was given."""
    mine = [array for _, array in _arrays(what, got)]
    theirs = [(name, array) for name, value in given.items() for _, array in _arrays(name, value)]
    for name, array in theirs:
        if any(np.shares_memory(array, result) for result in mine):
            fail(
                f"{start(what)} shares its memory with {name}: to change one is to change both.",
                f"Return new arrays; where nothing is computed, take {name}.copy().",
            )


def _arrays(name, value):
    """All arrays inside a value, with a name each."""
    if isinstance(value, np.ndarray):
        yield name, value
    elif isinstance(value, list | tuple):
        for i, part in enumerate(value):
            yield from _arrays(f"{name}[{i}]", part)


def _snapshot(value):
    """What there is to be seen of a value now; equal to a later one if nothing has changed."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype, value.tobytes()
    if isinstance(value, list | tuple):
        return [_snapshot(part) for part in value]
    if isinstance(value, dict):
        return {name: _snapshot(part) for name, part in value.items()}
    return value
