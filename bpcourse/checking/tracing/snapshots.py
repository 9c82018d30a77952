"""Snapshots: values as they were at one moment, as plain data of bounded size.

A snapshot is a dictionary that can be written as JSON. `mark` tells whether a value is still what
it was: also where it was changed in place, or through a view.
"""

import math
from types import FunctionType

import numpy as np

ROWS, COLUMNS = 6, 8  # of an array that is shown number by number
HEAT_ROWS, HEAT_COLUMNS = 16, 32  # of the heat map of a larger one
LEVELS = 10  # of a heat map, written as the digits 0 to 9, from its lowest number to its highest
PARTS = 6  # of a list, a dictionary or an object that are shown
TEXT = 60  # characters of whatever else
DEPTH = 3  # lists in lists that are followed
OWN = ("answer", "__main__")  # modules of the learner's
KNOWN = (*OWN, "numpy", "math", "builtins")  # modules whose functions have names
SAMPLED = 1 << 17  # numbers of an array that are looked at in `mark`
ENDS = 16  # parts at either end of a long list that are looked at there
PLAIN = (bool, int, float, complex, np.number, np.bool_, type(None))  # what is told as a number


def snapshot(value, depth=0):
    """The value as plain data."""
    if isinstance(value, np.ndarray):
        return array_snapshot(value)
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
        return {"kind": "other", "text": _function(value)}
    attributes = getattr(value, "__dict__", None)
    if type(attributes) is dict and attributes:
        told = [f"{name} {_in_short(part)}" for name, part in list(attributes.items())[:PARTS]]
        return {"kind": "other", "text": f"{type(value).__name__} with {', '.join(told)}"}
    return {"kind": "other", "text": _text(value)}


def array_snapshot(array, *, first=(0, 0), number=None):
    """The same for an array: the numbers from row and column `first` on, each as `number(it)`.

    Of an array with more than two axes it is the first of those matrices that it is made of.
    """
    number = number or _number
    told = {"kind": "array", "shape": list(array.shape), "dtype": str(array.dtype)}
    if array.size and array.dtype.kind in "biuf":
        told |= _facts_of(array)
    limits = _limits(array)
    while array.ndim > 2 and len(array):
        array = array[0]
    if array.ndim <= 2:
        rows = np.atleast_2d(array)
        pairs = zip(first, rows.shape, strict=True)
        row, column = (min(one, max(0, size - 1)) for one, size in pairs)
        shown = rows[row : row + ROWS, column : column + COLUMNS]
        told["cells"] = [[number(cell) for cell in row] for row in shown]
        told["from"] = [row, column]
        told["is_whole"] = shown.size == math.prod(told["shape"])
        if not told["is_whole"] and array.dtype.kind in "biuf":
            told["heat"] = _heat(rows, *limits)
    return told


def is_finite(told):
    """Is no number nan or inf in what a snapshot shows?"""
    if told["kind"] == "number":
        return told["text"].lstrip("-") not in ("nan", "inf")
    return not told.get("not_finite") and all(is_finite(part) for _, part in told.get("parts", ()))


def _facts_of(array):
    with np.errstate(all="ignore"):
        finite = array[np.isfinite(array)]
        return {
            "low": _number(finite.min()) if finite.size else "",
            "high": _number(finite.max()) if finite.size else "",
            "zeros": float(np.mean(array == 0)),
            "not_finite": int(array.size - finite.size),
        }


def _limits(array):
    """The lowest and the highest number."""
    if array.dtype.kind not in "biuf":
        return 0.0, 0.0
    finite = array[np.isfinite(array)].astype(float)
    return finite.min(initial=np.inf), finite.max(initial=-np.inf)


def _heat(rows, low, high):
    """A text for each row of the map: digits, and "!" where a number is not finite.

    Of a matrix that is larger than the map, rows and columns are left out at even distances.
    """
    row, column = (
        np.unique(np.linspace(0, size - 1, min(size, most)).round().astype(int))
        for size, most in zip(rows.shape, (HEAT_ROWS, HEAT_COLUMNS), strict=True)
    )
    seen = rows[np.ix_(row, column)].astype(float)
    with np.errstate(all="ignore"):
        finite = np.isfinite(seen)
        parts = (seen / 2 - low / 2) / (high / 2 - low / 2)  # halves: the range may overflow
        levels = np.clip(np.nan_to_num(parts) * LEVELS, 0, LEVELS - 1).astype(int)
    return [
        "".join(str(level) if is_finite else "!" for level, is_finite in zip(*pair, strict=True))
        for pair in zip(levels, finite, strict=True)
    ]


def _function(value):
    """Its name, if it is the learner's own or NumPy's: that of a check might say what it checks."""
    name, module = getattr(value, "__name__", ""), str(getattr(value, "__module__", ""))
    is_known = isinstance(value, np.ufunc) or module.partition(".")[0] in KNOWN
    return f"the function {name}" if is_known and name[:1] != "<" else "a function"


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
        return f"{value + 0:.4g}"  # which makes 0 of the number that is printed as -0
    return str(value)[:TEXT]


def _text(value):
    """What it calls itself, cut. An answer's own `__repr__` may do anything, so it is not asked."""
    if isinstance(type(value).__repr__, FunctionType) and type(value).__module__ in OWN:
        return f"something of type {type(value).__name__}"
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
        parts = () if depth == DEPTH else tuple(mark(part, depth + 1) for part in _ends(value))
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


def _ends(parts):
    """All parts, or of a long list those at its ends: it may grow by one in each of many steps."""
    if len(parts) <= 2 * ENDS or not isinstance(parts, list | tuple):
        return parts
    return [*parts[:ENDS], *parts[-ENDS:]]


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
