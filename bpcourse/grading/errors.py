"""Errors: an exception as data, and the same one again on the other side.

What reaches the report is what it would have been in one process: the type, the text, the calls
that led to it with their lines, and the shapes that met there.
"""

import builtins
import re
import traceback

import numpy as np

from ..checking.explain import calls
from ..checking.surroundings import PrintedTooMuch
from .wire import WireError

TEXT = 20_000  # characters of a message
CALLS = 60  # an endless recursion has a thousand of them
CHAIN = 4  # causes of causes
KNOWN = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type)
    and issubclass(kind, BaseException)
    and not issubclass(kind, BaseExceptionGroup)
} | {"PrintedTooMuch": PrintedTooMuch, "LinAlgError": np.linalg.LinAlgError}


class ToldCall:
    """One call of the other process, with the shapes that were seen there."""

    def __init__(self, filename, number, name, line, columns, shapes):
        self.filename, self.number, self.seen = filename, number, shapes
        words = ("colno", "end_colno", "end_lineno")
        places = {} if columns is None else dict(zip(words, columns, strict=True))
        self.summary = traceback.FrameSummary(filename, number, name, line=line, **places)

    def shapes(self, line):
        return self.seen


# ---- out ----


def tell(error, filename, depth=0):
    """An exception as nested tuples of plain values."""
    try:
        text = str(error)[:TEXT]
    except BaseException:  # its own __str__ is broken, or worse
        text = ""
    kind = type(error)
    base = next((c.__name__ for c in kind.__mro__ if KNOWN.get(c.__name__) is c), "Exception")
    deeper = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return (
        kind.__name__[:100],
        kind.__module__[:100] if isinstance(kind.__module__, str) else "",
        base,
        text,
        error.name if isinstance(error, NameError) and type(error.name) is str else None,
        _calls(error, filename),
        tell(deeper, filename, depth + 1) if deeper is not None and depth < CHAIN else None,
        error.__cause__ is not None,
        getattr(error, "token", None),
    )


def _calls(error, filename):
    """The calls from the first one in the file on; where none is, the last."""
    pairs = list(zip(calls(error), traceback.extract_tb(error.__traceback__), strict=True))
    own = [i for i, (call, _) in enumerate(pairs) if call.filename == filename]
    pairs = pairs[own[0] :] if own else pairs[-1:]
    if len(pairs) > CALLS:
        pairs = pairs[: CALLS // 2] + pairs[-CALLS // 2 :]
    return tuple(_call(call, summary, filename) for call, summary in pairs)


def _call(call, summary, filename):
    line = (summary.line or "")[:500]
    columns = (summary.colno, summary.end_colno, summary.end_lineno)
    shapes = tuple(call.shapes(line)) if call.filename == filename else ()
    return (call.filename, call.number, summary.name, line, columns, shapes)


# ---- back ----


def rebuild(told, own_file):
    """The exception again, with `calls_elsewhere`. WireError for what is none."""
    _expect(type(told) is tuple and len(told) == 9)
    name, module, base, text, missing, places, link, is_cause, token = told
    _expect(all(type(word) is str for word in (name, module, base, text)))
    _expect(base in KNOWN and type(places) is tuple and len(places) <= CALLS)
    error = _kind(name, module, KNOWN[base])(text)
    error.told = text[:TEXT]
    error.token = token if type(token) is int else None
    error.calls_elsewhere = [_told_call(place, own_file) for place in places]
    if missing is not None:
        _expect(type(missing) is str)
        error.name = missing[:200]
    if link is not None:
        deeper = rebuild(link, own_file)
        error.__context__ = deeper
        if is_cause is True:
            error.__cause__ = deeper
    return error


def _kind(name, module, base):
    """A class of that name which is caught by what catches the base, and says what was told."""
    name = name if re.fullmatch(r"[A-Za-z_]\w{0,99}", name) else "Exception"
    members = {"__str__": lambda self: self.told, "__module__": module, "__init__": _take_text}
    return type(name, (base,), members)


def _take_text(self, text):
    """Some exceptions want more than a text, which is not needed here."""


def calls_of_ours(error):
    """The innermost call of an error that was raised on this side."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return [ToldCall(one.filename, one.lineno, one.name, one.line, None, []) for one in last]


def _told_call(place, own_file):
    _expect(type(place) is tuple and len(place) == 6)
    filename, number, name, line, columns, shapes = place
    _expect(type(filename) is str and type(number) is int and type(name) is str)
    _expect(type(line) is str and type(columns) is tuple and type(shapes) is tuple)
    _expect(len(columns) == 3 and all(type(n) in (int, type(None)) for n in columns))
    _expect(all(type(shape) is str for shape in shapes))
    seen = [shape[:500] for shape in shapes[:10]]
    if filename != own_file:  # its lines are not looked up here: it could name any file
        return ToldCall(filename[:500], number, name[:200], line[:500], None, seen)
    return ToldCall(filename, number, name[:200], None, None if None in columns else columns, seen)


def _expect(truth):
    if not truth:
        raise WireError("an error is told in no known way")
