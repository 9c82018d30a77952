"""Capture: what an answer and its checks find around them, the same everywhere.

What is printed is kept up to a limit, input() has nobody to ask, and no plugin of pytest that
happens to be installed takes part.
"""

import builtins
import contextlib
import io
import os
import sys

from . import limits


class PrintedTooMuch(BaseException):
    """Not an Exception, so that `except Exception` in a loop of prints cannot swallow it."""


class Printed(io.TextIOBase):
    """A standard output that keeps the beginning, and stops who never ends."""

    def __init__(self):
        self.start()

    def start(self):
        self.text, self.length = "", 0
        self.told, self.counted = 0, 0  # what `news` has told before

    def writable(self):
        return True

    def write(self, text):
        self.length += len(text)
        self.text += text[: max(0, limits.SHOWN - len(self.text))]
        if self.length > limits.PRINTED:
            raise PrintedTooMuch
        return len(text)

    def news(self):
        """What was printed since this was asked last: its text, and how many characters more."""
        text, unshown = self.text[self.told :], self.length - len(self.text) - self.counted
        self.told, self.counted = len(self.text), self.length - len(self.text)
        return text, unshown

    def shown(self):
        more = self.length - len(self.text)
        return self.text + (f"… and {more} characters more" if more else "")


class NoInput(io.TextIOBase):
    """A standard input that says why there is none."""

    def readable(self):
        return True

    def readline(self, size=-1):
        raise RuntimeError("input() has nobody to ask: an answer gets all it needs as arguments.")


def _no_input(prompt=""):
    """In the place of a kernel's own `input`, which would wait for what nobody can write."""
    print(prompt, end="")
    return sys.stdin.readline()


@contextlib.contextmanager
def capture(printed):
    """Inside, all that is printed goes to `printed`."""
    variables = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    before = {name: os.environ.get(name) for name in variables}
    stdin, sys.stdin = sys.stdin, NoInput()
    ask, builtins.input = builtins.input, _no_input
    os.environ.update(variables)
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            yield
    finally:
        sys.stdin, builtins.input = stdin, ask
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
