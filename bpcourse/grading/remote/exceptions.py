"""Exceptions: an exception as data, and the same one again on the other side.

From the child comes what a report needs, as it would be in one process: the type, the text, the
answer's own calls that led to it, and the shapes that met there. All of it is cut to a length at
once when it arrives. To the child goes the type and the text, and nothing about the check.
"""

import builtins
import re
import traceback

import numpy as np

from ...checking.explain import CALLS, CHAIN, calls, shortened
from ...checking.judging.capture import PrintedTooMuch
from .wire import WireError

TEXT = 2000  # characters of a message
LINE = 200  # characters of a name, and of a shape
SHAPES = 10
KNOWN = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type)
    and issubclass(kind, BaseException)
    and not issubclass(kind, BaseExceptionGroup)
} | {"PrintedTooMuch": PrintedTooMuch, "LinAlgError": np.linalg.LinAlgError}


class ToldCall:
    """One call of the other process, with the shapes that were seen there."""

    def __init__(self, filename, number, name="", columns=None, shapes=()):
        self.filename, self.number, self.seen = filename, number, list(shapes)
        words = ("colno", "end_colno", "end_lineno")
        places = {} if columns is None else dict(zip(words, columns, strict=True))
        self.summary = traceback.FrameSummary(filename, number, name, **places)

    def shapes(self, line):
        return self.seen


ELSEWHERE = ToldCall("elsewhere", 0)  # stands for all calls that are not the answer's own


# ---- to the child ----


def tell_the_child(error, token, private):
    """An exception of a check's own function; in a private check without its text."""
    name, base, text = _kind_and_text(error)
    return (name, base, "" if private else text, token)


def rebuild_in_the_child(told):
    """The exception again. It is known by its token if it comes home."""
    name, base, text, token = told
    error = _class(name, "builtins", KNOWN[base])(text)
    error.told, error.token = text, token
    return error


# ---- to the judge ----


def tell_the_judge(error, filename, depth=0):
    """An exception of the answer as nested tuples of plain values."""
    name, base, text = _kind_and_text(error)
    module = type(error).__module__
    deeper = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return (
        name,
        module[:LINE] if isinstance(module, str) else "",
        base,
        text,
        error.name if isinstance(error, NameError) and type(error.name) is str else None,
        *_calls(error, filename),
        tell_the_judge(deeper, filename, depth + 1)
        if deeper is not None and depth + 1 < CHAIN
        else None,
        error.__cause__ is not None,
        getattr(error, "token", None),
    )


def _kind_and_text(error):
    try:
        text = str(error)[:TEXT]
    except BaseException:  # its own __str__ is broken, or worse
        text = ""
    kind = type(error)
    base = next((c.__name__ for c in kind.__mro__ if KNOWN.get(c.__name__) is c), "Exception")
    return kind.__name__[:LINE], base, text


def _calls(error, filename):
    """The answer's own calls, and whether the last of all was one of them."""
    pairs = list(zip(calls(error), traceback.extract_tb(error.__traceback__), strict=True))
    own = [pair for pair in pairs if pair[0].filename == filename]
    return [_call(*pair) for pair in shortened(own)], own[-1:] == pairs[-1:]


def _call(call, summary):
    columns = (summary.colno, summary.end_colno, summary.end_lineno)
    shapes = [shape[:LINE] for shape in call.shapes(summary.line or "")[:SHAPES]]
    return call.number, summary.name[:LINE], columns, tuple(shapes)


def rebuild(told, own_file, depth=0):
    """The exception again, with `calls_elsewhere`. WireError for what is none."""
    _expect(type(told) is tuple and len(told) == 10 and depth < CHAIN)
    name, module, base, text, missing, places, ends_there, link, is_cause, token = told
    _expect(all(type(word) is str for word in (name, module, base, text)))
    _expect(base in KNOWN and type(places) is list and len(places) <= CALLS)
    error = _class(name, module[:LINE], KNOWN[base])(text[:TEXT])
    error.told = text[:TEXT]
    error.token = token if type(token) is int else None
    error.calls_elsewhere = [_told_call(place, own_file) for place in places]
    if ends_there is not True or not places:
        error.calls_elsewhere.append(ELSEWHERE)
    if missing is not None:
        _expect(type(missing) is str)
        error.name = missing[:LINE]
    if link is not None:
        deeper = rebuild(link, own_file, depth + 1)
        error.__context__ = deeper
        if is_cause is True:
            error.__cause__ = deeper
    return error


def _class(name, module, base):
    """A class of that name which is caught by what catches the base, and says what was told."""
    name = name if re.fullmatch(r"[A-Za-z_]\w{0,99}", name) else "Exception"
    members = {"__str__": lambda self: self.told, "__module__": module, "__init__": _take_text}
    return type(name, (base,), members)


def _take_text(self, text):
    """Some exceptions want more than a text, which is not needed here."""


def _told_call(place, own_file):
    _expect(type(place) is tuple and len(place) == 4)
    number, name, columns, shapes = place
    _expect(type(number) is int and type(name) is str and type(shapes) is tuple)
    _expect(type(columns) is tuple and len(columns) == 3)
    _expect(all(type(n) in (int, type(None)) for n in columns))
    _expect(all(type(shape) is str for shape in shapes))
    seen = [shape[:LINE] for shape in shapes[:SHAPES]]
    return ToldCall(own_file, number, name[:LINE], None if None in columns else columns, seen)


def _expect(truth):
    if not truth:
        raise WireError("an error is told in no known way")
