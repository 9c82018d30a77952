"""Cells: the answers in a notebook, wherever they stand in it.

A cell that begins with `%%exercise NAME` holds an answer. It may have been moved, copied, split in
two, joined with others, or typed again without its first line.
"""

import itertools
import json
import re

from ...checking.answer import foreign_imports
from ...errors import UserError

MAGIC = re.compile(r"^[ \t]*%%exercise[ \t]+([^\s]+).*$", re.MULTILINE)
IMPORT = re.compile(r"^(?:import|from)[ \t]+\w[^\n]*$", re.MULTILINE)
COMMAND = re.compile(r"^(?=[ \t]*[%!?])", re.MULTILINE)  # what only a notebook understands
JOINED = 4  # cells after a split one that may hold its rest
CELLS = 2000  # of code in a notebook; a lesson has a hundred
IMPORTS = 200  # lines of imports that are laid before a cell that was typed again


def code_cells(text):
    """The sources of the code cells, in order. UserError where it is no notebook."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        raise UserError(
            "It is no notebook: its text is not JSON. Save it again in Jupyter."
        ) from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if cells is None and isinstance(notebook, dict):  # the format before version 4
        sheets = notebook.get("worksheets")
        sheets = [s for s in sheets if isinstance(s, dict)] if isinstance(sheets, list) else []
        cells = [cell for sheet in sheets for cell in sheet.get("cells") or ()] or None
    if not isinstance(cells, list):
        raise UserError("It is no notebook: it has no cells. Save it again in Jupyter.")
    sources = []
    for cell in cells:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", cell.get("input", ""))
            if isinstance(source, list):
                source = "".join(line for line in source if isinstance(line, str))
            sources.append(source if isinstance(source, str) else "")
    return sources


def answers_in(cells, defines):
    """Yields an exercise's name, a source, and what must stand before it; in order.

    First come the cells without the first line, with None for a name, then those with it, so that
    the last one counts. `defines(name)` is a pattern for a name. UserError where they are too many.
    """
    pieces = list(itertools.islice(itertools.chain.from_iterable(map(_pieces, cells)), CELLS + 1))
    if len(pieces) > CELLS:
        raise UserError(f"It has more than {CELLS} cells of code, so it was not read.")
    imports = imports_in(text for name, text in pieces if name is None)
    for name, text in pieces:
        if name is None:
            yield None, COMMAND.sub("# ", text), imports
    for i, (name, text) in enumerate(pieces):
        if name is not None:
            yield name, _joined(name, text, pieces[i + 1 : i + 1 + JOINED], defines), ""


def imports_in(texts):
    """The lines of import in these texts that an answer may use, each once."""
    lines = dict.fromkeys(line for text in texts for line in IMPORT.findall(text))
    return "".join(f"{line}\n" for line in itertools.islice(lines, IMPORTS) if _may_stand(line))


def _may_stand(line):
    """Is it a whole import, of something that an answer may use? A lesson's own imports are not."""
    try:
        return not any(foreign_imports(line))
    except SyntaxError:
        return False


def _pieces(cell):
    """A cell, cut where `%%exercise` stands in it: pairs of the name, or None, and the text."""
    marks = list(MAGIC.finditer(cell))
    first = cell[: marks[0].start()] if marks else cell
    if first.strip():
        yield None, first
    ends = [mark.start() for mark in marks[1:]] + [len(cell)]
    for mark, end in zip(marks, ends, strict=False):
        yield mark[1], cell[mark.end() : end].lstrip("\n")


def _joined(name, text, later, defines):
    """The text, and the cells after it if it was split before what it should define."""
    pattern = defines(name)
    if pattern is None or pattern.search(text):
        return text
    whole = text
    for other, more in later:
        if other is not None:
            break
        whole += f"\n{COMMAND.sub('# ', more)}"
        if pattern.search(whole):
            return whole
    return text
