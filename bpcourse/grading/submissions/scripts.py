"""Scripts: lessons that were exported as a program, taken apart into the cells they came from.

    get_ipython().run_cell_magic('exercise', 'gd_step', 'def gd_step(w, g, lr):\\n    ...')

is what Jupyter writes for a cell that begins with `%%exercise gd_step`.
"""

import ast
import re
from contextlib import suppress

from .cells import COMMAND, imports_in

CELL = re.compile(r"^# (?:In\[[ \d*]*\]:|%%(?:[ \t].*)?)$", re.MULTILINE)
EXPORTED = re.compile(r"^[ \t]*get_ipython\(\)\.(run_cell_magic|\w+)\(", re.MULTILINE)
MARKED = re.compile(r"^%%exercise[ \t]", re.MULTILINE)
COMMENTED = re.compile(r"^# (?=%%exercise[ \t])", re.MULTILINE)  # as jupytext does


def cells_of(text):
    """The sources of the cells, or None where the text is a program of its own."""
    in_cells = CELL.search(text) or "\n# jupyter:\n" in text
    if in_cells:
        text = COMMENTED.sub("", text)
    if not (EXPORTED.search(text) or MARKED.search(text)):
        return None
    if in_cells:
        return [_as_cell(piece) for piece in CELL.split(text)]
    before = text[: (MARKED.search(text) or EXPORTED.search(text)).start()]
    imports = imports_in([before])
    pieces = re.split(r"^(?=%%exercise[ \t])", _as_cell(text), flags=re.MULTILINE)
    return [_with_imports(piece, imports) for piece in pieces]


def _as_cell(piece):
    """One cell, with its magics as they stand in a notebook."""
    return "\n".join(map(_magic, piece.strip("\n").split("\n")))


def _magic(line):
    match = EXPORTED.match(line)
    if not match:
        return line
    words = ()
    if match[1] == "run_cell_magic":
        with suppress(ValueError, SyntaxError, RecursionError, MemoryError):
            words = ast.literal_eval(line[match.end() - 1 :].strip())
    if isinstance(words, tuple) and len(words) == 3 and all(isinstance(w, str) for w in words):
        return f"%%{words[0]} {words[1]}\n{words[2]}"
    return f"# {line}"


def _with_imports(piece, imports):
    """A piece of a program without marks between its cells: what a notebook understands goes."""
    first, _, rest = piece.partition("\n")
    if not MARKED.match(first):
        return piece
    return f"{first}\n{imports}{COMMAND.sub('# ', rest)}"
