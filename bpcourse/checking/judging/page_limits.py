"""Page limits: how deep and how large an answer may become in a page.

A process has limits of its own. In a page Python itself ends where its stack is full, and takes
memory until the machine has none.
"""

import sys
from contextlib import contextmanager

from ..in_browser import memory
from . import limits

DEPTH = 250  # calls in one another; by way of `sorted` the stack of a page takes some 300
OFTEN = 64  # questions between two looks at the memory


@contextmanager
def shallow():
    """Inside it a function that calls itself gets its RecursionError before the stack is full."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(_depth() + DEPTH)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _depth():
    frame, depth = sys._getframe(), 0
    while frame:
        frame, depth = frame.f_back, depth + 1
    return depth


class Room:
    """What an answer may take of the page's memory, from now on."""

    def __init__(self):
        self.most, self.asked = memory() + limits.MEMORY, 0

    def look(self):
        """Raise MemoryError where more is taken; to ask often costs little."""
        self.asked += 1
        if self.asked % OFTEN == 0 and memory() > self.most:
            raise MemoryError
