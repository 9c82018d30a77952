"""Page cell: run the text of a cell as a notebook would, and say what it shows.

What is printed is told while the cell is still running, at most some times in a second.
"""

import ast
import contextlib
import io
import linecache
import sys
import time
import traceback

from ..checking.judging import limits
from ..checking.judging.capture import NoInput, PrintedTooMuch
from ..errors import UserError
from ..notebook import plain_errors
from .shown import figures, shown

PAUSE = 0.2  # seconds between two tellings of what is printed
NO_INPUT = "input() has nobody to ask on this page. Write the value into the cell, as in  x = 3."
TOO_MUCH = f"This cell prints without end: it was stopped after {limits.PRINTED >> 20} MB."


def run(source, namespace, name, tell):
    """Run `source` in `namespace`; `tell` is called with each message of what it shows.

    `name` is the cell's in tracebacks. Returns whether it came to its end.
    """
    printed = _Printed(tell)
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    stdin, sys.stdin = sys.stdin, _NobodyToAsk()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            value = _value(source, namespace, name)
        printed.flush()
        if value is not None:
            tell({"thing": value} | shown(value))
        for figure in figures():
            tell(figure)
    except BaseException as error:
        printed.flush()
        tell({"text": in_words(error, name), "is_error": True})
        return False
    finally:
        sys.stdin = stdin
    return True


def _value(source, namespace, name):
    """What the last line gives, if it is an expression and no semicolon ends it; else None."""
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), namespace)
    if last is None:
        return None
    value = eval(compile(ast.Expression(last.value), name, "eval"), namespace)
    return None if source.rstrip().endswith(";") else value


def in_words(error, name):
    """A sentence where one says more, as in a notebook; else Python's own words."""
    match error:
        case UserError():
            return str(error)
        case PrintedTooMuch():
            return TOO_MUCH
        case NameError() if told := plain_errors.missing(error):
            return told
    told = traceback.TracebackException.from_exception(error)
    own = [i for i, frame in enumerate(told.stack) if frame.filename == name]
    del told.stack[: own[0] if own else len(told.stack)]
    return "".join(told.format()).rstrip()


class _Printed(io.TextIOBase):
    """A standard output that tells what is printed, and stops who never ends."""

    def __init__(self, tell):
        self.tell, self.text, self.length = tell, "", 0
        self.last = time.monotonic()

    def writable(self):
        return True

    def write(self, text):
        self.length += len(text)
        if self.length > limits.PRINTED:
            raise PrintedTooMuch
        self.text += text
        if time.monotonic() > self.last + PAUSE:
            self.flush()
        return len(text)

    def flush(self):
        if self.text:
            self.tell({"printed": self.text})
        self.text, self.last = "", time.monotonic()


class _NobodyToAsk(NoInput):
    def readline(self, size=-1):
        raise RuntimeError(NO_INPUT)
