"""Library: writes the learner's pieces, as one Python file and as a page."""

from pathlib import Path

from ...atomic_write import atomic_write, write_text
from ...errors import UserError
from ..note import Note, text_block
from ..workspace import here
from .one_file import one_file
from .page import page
from .pieces import pieces

FILE, PAGE = "my_library.py", "my_library.html"
EARLIER = "earlier"  # a folder beside them, for what they replace


def library(out=None):
    """Keep all answers that have passed, as one Python file that runs alone and as a page to print.

    Both go into the folder `out`, by default `library` in the work folder; what they replace is
    kept in `earlier` beside them. Raises UserError where nothing has passed yet.
    """
    workspace = here()
    found = pieces(workspace)
    if not found:
        raise UserError("No exercise has passed yet, so there is nothing to keep.")
    folder = Path(out).expanduser() if out else workspace.root / "library"
    kept = []
    try:
        for name, text in ((FILE, one_file(found)), (PAGE, page(found))):
            kept += _replace(folder / name, text)
    except OSError as error:
        where = error.filename or folder
        raise UserError(f"{where} cannot be written: {error.strerror or error}.") from None
    rows = [f"{piece.exercise.number}  {piece.exercise.name}" for piece in found]
    told = [
        f"Your library is in `{folder}`. `{FILE}` runs with NumPy alone; `{PAGE}` can be kept, "
        "printed, and verified."
    ]
    told += [f"What was there before is in `{path}`." for path in kept]
    return Note(text_block(rows), *told)


def _replace(path, text):
    """Write a text; what another text was replaced by it is kept, and its path returned."""
    before = path.read_bytes() if path.exists() else None
    if before == text.encode():
        return []
    kept = []
    if before is not None:
        kept = [_free_place(path)]
        kept[0].parent.mkdir(exist_ok=True)
        with atomic_write(kept[0], "wb") as file:
            file.write(before)
    write_text(path, text)
    return kept


def _free_place(path):
    """Where the next earlier edition of a file goes."""
    number = 1
    while (place := path.parent / EARLIER / f"{path.stem}_{number:04}{path.suffix}").exists():
        number += 1
    return place
