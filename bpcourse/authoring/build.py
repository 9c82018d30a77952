"""Build: lessons and exercises become executed notebooks; two builds are equal to the byte.

A lesson is a text in percent format, notebooks/src/*.py. In it a cell  # %% exercise="gd_step"  is
the place of an exercise: its task and its stub are put there, from the exercise's folder.
"""

import difflib
import os
import tempfile
from itertools import groupby
from pathlib import Path

from ..atomic_write import write_text
from ..checking import glossary, lesson_plan
from ..checking.exercise import find
from ..checking.workspace import VARIABLE
from ..content import content
from ..errors import UserError
from ..experiments import still
from ..python_process import ONE_THREAD
from . import questions_shown

STUCK = (
    "Stuck? Run the cell: below its report, *Show a hint* helps a little, and a little more each "
    'time. In a new cell, `hint("{name}")` does the same.'
)
WORDS = "words_and_symbols"
TO_WORDS = f"Every word and sign is explained on the page [words and symbols]({WORDS}.ipynb)."
LIVE = "application/vnd.jupyter.widget-view+json"


def build(names=(), *, check=False, solutions=False, out=print):
    """Build the lessons of these names, by default all; returns 1 if `check` finds a stale one.

    With `check` nothing is executed or written: every cell's source, and the questions that it
    shows, are compared with the built notebook. With `solutions` the edition with the model answers
    goes to build/solutions, and every check in it must pass. Raises UserError where a lesson cannot
    be built.
    """
    stale = 0
    for source in sources(names):
        if check:
            difference = compare(source)
            stale |= bool(difference)
            out(f"{source.stem}: {difference or 'up to date'}")
            continue
        out(f"{source.stem}: running …")
        folder = content("build", "solutions") if solutions else content("notebooks")
        path = folder / f"{source.stem}.ipynb"
        write_text(path, built(source, solutions=solutions))
        out(f"{source.stem}: written to {path}")
    if not solutions:
        stale |= _build_words(check, out)
    return int(stale)


def _build_words(check, out):
    """The page of words and symbols: nothing in it is run, so it is written or compared at once."""
    path, text = content("notebooks", f"{WORDS}.ipynb"), words_page()
    if not check:
        write_text(path, text)
        out(f"{WORDS}: written to {path}")
        return 0
    is_new = path.exists() and path.read_text(encoding="utf-8") == text
    out(f"{WORDS}: {'up to date' if is_new else 'differs from exercises/*/words.toml'}")
    return int(not is_new)


def words_page():
    """The text of the notebook with all words and symbols."""
    import nbformat
    from nbformat.v4 import new_markdown_cell, new_notebook

    notebook = new_notebook(cells=[new_markdown_cell(text) for text in glossary.page()])
    _number(notebook, "words")
    return nbformat.writes(notebook) + "\n"


def sources(names=()):
    """The sources of the lessons with these names or numbers, by default all.

    UserError for an unknown one.
    """
    known = sorted(content("notebooks", "src").glob("[0-9]*.py"))
    for name in names:
        if not any(path.stem.startswith(name) for path in known):
            told = ", ".join(path.stem for path in known)
            raise UserError(f"There is no lesson {name!r} in notebooks/src, only {told}.")
    return [path for path in known if not names or path.stem.startswith(tuple(names))]


def built(source, *, solutions=False):
    """The text of the executed notebook."""
    import nbformat

    notebook = assemble(source, solutions=solutions)
    execute(notebook, source.stem)
    if solutions:
        _require_all_right(notebook, source.stem)
    clean(notebook)
    return nbformat.writes(notebook) + "\n"


def assemble(source, *, solutions=False):
    """The notebook of a lesson, not yet executed: exercises in their places, cells numbered."""
    import jupytext

    notebook = jupytext.reads(source.read_text(encoding="utf-8"), fmt="py:percent")
    notebook.cells = [new for cell in notebook.cells for new in _expanded(cell, solutions)]
    notebook.cells[0].source += f"\n\n{TO_WORDS}"
    _number(notebook, source.stem[:2])
    return notebook


def _number(notebook, name):
    """The same ids and the same few facts in every build."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook.metadata = {"kernelspec": kernel}
    notebook.nbformat_minor = 5
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"{name}-{number:03}"


def _expanded(cell, solutions):
    """The cell itself, or the two cells of the exercise that it stands for."""
    from nbformat.v4 import new_code_cell, new_markdown_cell

    name = cell.metadata.pop("exercise", None)
    if name is None:
        return [cell]
    exercise = find(name)
    task = f"{exercise.task.strip()}\n\n{STUCK.format(name=name)}"
    code = exercise.solution if solutions else exercise.stub
    return [new_markdown_cell(task), new_code_cell(f"%%exercise {name}\n{code.strip()}")]


def execute(notebook, name):
    """Run all cells, in a folder and a workspace of their own. Raises UserError if a cell fails."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=120,
            record_timing=False,
            resources={"metadata": {"path": folder}},
            extra_arguments=["--IPKernelApp.log_level=40"],
        )
        work = {VARIABLE: str(Path(folder) / "work"), lesson_plan.FOLDER: folder}
        work[still.VARIABLE] = "1"  # a built lesson shows its experiments' pictures
        # not yet executed, it is already what its first cell reads
        nbformat.write(notebook, Path(folder) / f"{name}.ipynb")
        inline = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
        try:
            # as many threads everywhere: a sum in another order has other last digits
            client.execute(env=os.environ | work | inline | ONE_THREAD)
        except CellExecutionError as error:
            raise UserError(f"{name} stops in a cell:\n{error}") from None


def clean(notebook):
    """Take out what differs from run to run, and what lives: widgets, and what a script shows.

    Of the latter the text stays, which a page that runs no script can show.
    """
    notebook.metadata.pop("language_info", None)
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = _in_one_piece(cell.outputs)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            data.pop(LIVE, None)
            if "<script" in data.get("text/html", ""):
                del data["text/html"]


def _in_one_piece(outputs):
    """The same outputs, what was printed between two others as one text for each stream.

    A kernel sends what is printed in as many pieces as there happens to be time for.
    """
    from nbformat.v4 import new_output

    whole = []
    for is_printed, some in groupby(outputs, lambda output: output.output_type == "stream"):
        if not is_printed:
            whole += some
            continue
        texts = {"stdout": "", "stderr": ""}
        for piece in some:
            texts[piece.name] += piece.text
        whole += [new_output("stream", name=name, text=t) for name, t in texts.items() if t]
    return whole


def _require_all_right(notebook, name):
    for cell in notebook.cells:
        if cell.source.startswith("%%exercise"):
            text = "".join(o.get("data", {}).get("text/plain", "") for o in cell.outputs)
            if not text.startswith("✓"):
                raise UserError(f"{name}: a model answer does not pass.\n{text}")


def compare(source):
    """How the built notebook differs from its source, as a diff; empty if it does not.

    Where the cells are the same, it names the questions that have changed.
    """
    import nbformat

    path = content("notebooks", f"{source.stem}.ipynb")
    if not path.exists():
        return "has not been built"
    old, new = nbformat.read(path, as_version=4), assemble(source)
    texts = [_as_text(notebook).splitlines() for notebook in (old, new)]
    changed = difflib.unified_diff(*texts, path.name, source.name, lineterm="", n=1)
    return "\n".join(changed) or "\n".join(questions_shown.stale(old))


def _as_text(notebook):
    cells = notebook.cells
    return "\n".join(f"# {c.id} {c.cell_type} {dict(c.metadata)}\n{c.source}" for c in cells)
