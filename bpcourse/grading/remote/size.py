"""Size: how much a value is when it is unfolded, in elements and in bytes.

A few bytes can stand for very much: a list in which the same list lies twice, and so on forty
times; a range; an array that repeats one row. Whoever works with such a value pays for all of it.
"""

import numpy as np

from .wire import SIZE, WireError

DEPTH = 60  # lists in lists; an honest answer has three
ELEMENTS = 1 << 23  # of everything in one frame, unfolded; the largest honest answer has thousands
TEXTS = (str, bytes)
SINGLE = (float, int, bool, type(None))
SEQUENCES = (list, tuple, set, frozenset)


def bounded(values):
    """Raise WireError if these values are too much, or hold themselves."""
    elements, size = _Sizes().sum(values)
    if elements > ELEMENTS:
        raise WireError(f"{elements:,} elements are too many for one answer")
    if size > SIZE:
        raise WireError(f"{size >> 20:,} MB are too much for one answer")


class _Sizes:
    """Sizes, each found once."""

    def __init__(self):
        self.known = {}  # id → elements and bytes; None while it is being looked at

    def sum(self, values, depth=0):
        """Elements and bytes of these values with all that is in them."""
        elements = size = 0
        for value in values:
            kind = type(value)
            if kind in SINGLE:
                elements += 1
            elif kind in TEXTS:
                elements, size = elements + 1, size + len(value)
            elif kind is tuple:
                more, bytes_more = self.inside(value, value, depth)
                elements, size = elements + more, size + bytes_more
            elif kind is np.ndarray and value.dtype != object:
                elements, size = elements + value.size, size + value.nbytes
            else:
                more, bytes_more = self.of(value, kind, depth)
                elements, size = elements + more, size + bytes_more
        return elements, size

    def of(self, value, kind, depth):
        if kind in SEQUENCES:
            return self.inside(value, value, depth)
        if kind is dict:
            return self.inside(value, [part for pair in value.items() for part in pair], depth)
        if kind is np.ndarray:
            return self.inside(value, value.flat, depth)
        if kind is range:
            return max(0, (value.stop - value.start) // value.step + 1), 0
        return 1, 0

    def inside(self, whole, parts, depth):
        if depth > DEPTH:
            raise WireError("lists in lists in lists, too deep to be sent")
        if id(whole) not in self.known:
            self.known[id(whole)] = None
            elements, size = self.sum(parts, depth + 1)
            self.known[id(whole)] = elements + 1, size
        if self.known[id(whole)] is None:
            raise WireError("a list that holds itself cannot be sent")
        return self.known[id(whole)]
