"""Snapshots: values as they were at one moment, as plain data of bounded size.

A snapshot is a dictionary that can be written as JSON. `mark` tells whether a value is still what
it was: also where it was changed in place, or through a view.
"""

import numpy as np

ROWS, COLUMNS = 6, 8  # of an array that is shown number by number
PARTS = 6  # of a list, a dictionary or an object that are shown
TEXT = 60  # characters of whatever else
DEPTH = 3  # lists in lists that are followed
SAMPLED = 1 << 17  # numbers of an array that are looked at in `mark`
PLAIN = (bool, int, float, complex, np.number, np.bool_, type(None))  # what is told as a number


def snapshot(value, depth=0):
    """The value as plain data."""
    if isinstance(value, np.ndarray):
        return _of_array(value)
    if isinstance(value, PLAIN):
        return {"kind": "number", "text": _number(value)}
    if isinstance(value, list | tuple | set | frozenset):
        parts = [] if depth == DEPTH else list(value)[:PARTS]
        told = [["", snapshot(part, depth + 1)] for part in parts]
        return {"kind": type(value).__name__, "length": len(value), "parts": told}
    if isinstance(value, dict):
        parts = [] if depth == DEPTH else list(value.items())[:PARTS]
        told = [[_text(key), snapshot(part, depth + 1)] for key, part in parts]
        return {"kind": "dict", "length": len(value), "parts": told}
    if callable(value):
        name = getattr(value, "__name__", "")
        return {
            "kind": "other",
            "text": f"the function {name}" if name[:1] != "<" else "a function",
        }
    attributes = getattr(value, "__dict__", None)
    if type(attributes) is dict and attributes:
        told = [f"{name} {_in_short(part)}" for name, part in list(attributes.items())[:PARTS]]
        return {"kind": "other", "text": f"{type(value).__name__} with {', '.join(told)}"}
    return {"kind": "other", "text": _text(value)}


def _of_array(array):
    told = {"kind": "array", "shape": list(array.shape), "dtype": str(array.dtype)}
    if array.size and array.dtype.kind in "biuf":
        with np.errstate(all="ignore"):
            finite = array[np.isfinite(array)]
            told["low"] = _number(finite.min()) if finite.size else ""
            told["high"] = _number(finite.max()) if finite.size else ""
            told["zeros"] = float(np.mean(array == 0))
            told["not_finite"] = int(array.size - finite.size)
    if array.ndim <= 2:
        rows = np.atleast_2d(array)
        told["cells"] = [[_number(cell) for cell in row[:COLUMNS]] for row in rows[:ROWS]]
        told["is_whole"] = rows.shape[0] <= ROWS and rows.shape[1] <= COLUMNS
    return told


def _in_short(value):
    """What an attribute of an object is, in a few letters."""
    if isinstance(value, np.ndarray) and value.ndim:
        return f"of shape {value.shape}"
    if isinstance(value, list | tuple | set | frozenset | dict):
        return f"({type(value).__name__} of {len(value)})"
    if isinstance(value, PLAIN):
        return _number(value)
    return type(value).__name__


def _number(value):
    """Four digits: a trace shows where a number comes from, and the report beside it has more."""
    if isinstance(value, float | np.floating):
        return f"{value:.4g}"
    return str(value)[:TEXT]


def _text(value):
    """What it calls itself, cut; an answer's own `__repr__` may do anything."""
    try:
        text = repr(value)
    except Exception:
        return f"something of type {type(value).__name__}"
    return text if len(text) <= TEXT else f"{text[: TEXT - 2]} …"


def mark(value, depth=0):
    """What two equal values have in common, and no others, as far as is looked."""
    if isinstance(value, np.ndarray):
        step = 1 + value.size // SAMPLED
        numbers = value.ravel()[::step]
        held = numbers.tobytes() if value.dtype.kind != "O" else tuple(map(id, numbers))
        return value.shape, value.dtype.str, hash(held)
    if isinstance(value, list | tuple | set | frozenset):
        parts = () if depth == DEPTH else tuple(mark(part, depth + 1) for part in value)
        return type(value), len(value), parts
    if isinstance(value, dict):
        items = () if depth == DEPTH else value.items()
        return len(value), tuple((str(key), mark(part, depth + 1)) for key, part in items)
    attributes = getattr(value, "__dict__", None)
    if type(attributes) is dict and not callable(value) and depth < DEPTH:
        return id(value), tuple((name, mark(part, depth + 1)) for name, part in attributes.items())
    if isinstance(value, float | int | complex | str | bytes | np.generic):
        return type(value), str(value)  # NaN is here what it was
    return id(value)


def origin(value, others):
    """Whose array this is: "X itself", "a view of X", or an empty text. `others` are by name."""
    if not isinstance(value, np.ndarray):
        return ""
    arrays = {name: other for name, other in others.items() if isinstance(other, np.ndarray)}
    for name, other in arrays.items():
        if other is value:
            return f"{name} itself"
    for name, other in arrays.items():
        if _share(value, other):
            return f"a view of {name}"
    return ""


def _share(one, other):
    try:
        return np.shares_memory(one, other, max_work=100)
    except np.exceptions.TooHardError:
        return False
