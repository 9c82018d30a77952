"""Axis letters: what the axes of an array are called, where a docstring says it.

X (n, n_in), w and b (n_in,)      X has the axes n and n_in, w and b have n_in
"""

import ast
import re

NAMES = r"(?P<names>(?:\w+(?:, | and ))*\w+)"
AXES = r"\((?P<axes>(?:[a-z]\w*|\d+)(?:, (?:[a-z]\w*|\d+))*,?)\)"
SAID = re.compile(rf"{NAMES}:? {AXES}")


def letters_in(docstring):
    """The letters of each name, as in {"X": ("n", "n_in"), "w": ("n_in",)}."""
    found = {}
    for said in SAID.finditer(" ".join((docstring or "").split())):
        axes = tuple(re.findall(r"\w+", said["axes"]))
        for name in re.split(", | and ", said["names"]):
            found.setdefault(name, axes)
    return found


def letters_of(source):
    """Those that the docstrings of a source text say, as that of a stub."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found = letters_in(ast.get_docstring(node)) | found
    return found


class Sizes:
    """How long the axes are in one call: the first array that has a letter decides."""

    def __init__(self, letters):
        self.letters, self.sizes = letters, {}

    def of(self, name, shape):
        """The letters of an array of that name and shape, or () where they do not fit it."""
        letters = self.letters.get(name, ())
        if len(letters) != len(shape):
            return ()
        known = [int(one) if one.isdigit() else self.sizes.get(one) for one in letters]
        if any(size not in (None, length) for size, length in zip(known, shape, strict=True)):
            return ()
        self.sizes |= dict(zip(letters, shape, strict=True))
        return letters
