"""Cells: the answers in a notebook, wherever they stand in it.

A cell that begins with `%%exercise NAME` holds an answer. It may have been moved, copied, split in
two, joined with others, or typed again without its first line.
"""

import json
import re

from ..trouble import Trouble

MAGIC = re.compile(r"^[ \t]*%%exercise[ \t]+([^\s]+).*$", re.MULTILINE)
IMPORT = re.compile(r"^(?:import|from)[ \t]+\w[^\n]*$", re.MULTILINE)
COMMAND = re.compile(r"^(?=[ \t]*[%!?])", re.MULTILINE)  # what only a notebook understands
JOINED = 4  # cells after a split one that may hold its rest


def code_cells(text):
    """The sources of the code cells, in order. Trouble where it is no notebook."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        raise Trouble(
            "It is no notebook: its text is not JSON. Save it again in Jupyter."
        ) from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if cells is None and isinstance(notebook, dict):  # the format before version 4
        sheets = notebook.get("worksheets")
        sheets = [s for s in sheets if isinstance(s, dict)] if isinstance(sheets, list) else []
        cells = [cell for sheet in sheets for cell in sheet.get("cells") or ()] or None
    if not isinstance(cells, list):
        raise Trouble("It is no notebook: it has no cells. Save it again in Jupyter.")
    sources = []
    for cell in cells:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", cell.get("input", ""))
            if isinstance(source, list):
                source = "".join(line for line in source if isinstance(line, str))
            sources.append(source if isinstance(source, str) else "")
    return sources


def answers_in(cells, defines):
    """Pairs of an exercise's name and a source, in order; `defines(name)` is a pattern for a name.

    First the cells without the first line, then those with it, so that the last one counts.
    """
    pieces = [piece for cell in cells for piece in _pieces(cell)]
    imports = "".join(
        f"{line}\n" for name, text in pieces if name is None for line in IMPORT.findall(text)
    )
    retyped, marked = [], []
    for i, (name, text) in enumerate(pieces):
        if name is not None:
            marked.append((name, _joined(name, text, pieces[i + 1 :], defines)))
        else:
            retyped.append((None, imports + COMMAND.sub("# ", text)))
    return retyped + marked


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
    for other, more in later[:JOINED]:
        if other is not None:
            break
        whole += f"\n{COMMAND.sub('# ', more)}"
        if pattern.search(whole):
            return whole
    return text
