"""Notebooks that were handed in are run, shut in; whatever they do becomes a sentence."""

import csv
import json
import sys
import time
from pathlib import PurePosixPath

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from bpcourse import python_process
from bpcourse.app.cli import main
from bpcourse.content import content
from bpcourse.errors import UserError
from bpcourse.grading.judges.pool import Judged
from bpcourse.grading.notebooks import run_notebooks
from bpcourse.grading.sandbox.protections import NAMESPACES, Protections
from bpcourse.grading.submissions.intake import Submission

LINUX = pytest.mark.skipif(
    sys.platform != "linux", reason="kernels are shut in on Linux only; run it there"
)


def notebook(*cells):
    return nbformat.writes(new_notebook(cells=[new_code_cell(cell) for cell in cells]))


def told(text, name="ada.ipynb"):
    (sentence,) = run_notebooks.run_notebooks({name: text}, [], set())
    return sentence.removeprefix(f"{name}: ")


@LINUX
def test_what_runs_clean_is_told_so():
    text = notebook("import numpy as np", "import bpcourse as bp\nbp.mine('gd_step')", "print(1)")
    assert told(text) == "it runs clean, all 3 code cells."


@LINUX
def test_what_fails_is_told_with_its_cell_and_cause():
    """Marks of the student's own do not excuse a cell."""
    text = notebook("x = 1", "# NBVAL_RAISES_EXCEPTION\nraise ValueError('so')", "# NBVAL_SKIP\ny")
    assert told(text) == (
        "2 of 3 code cells fail: cell 2 (ValueError: so); "
        "cell 3 (NameError: name 'y' is not defined)."
    )


@LINUX
def test_the_kernel_is_shut_in():
    attempts = [
        "open('/etc/passwd')",
        "import os; os.fork()",
        "import socket; socket.create_connection(('127.0.0.1', 22))",
        "import subprocess; subprocess.run(['true'])",
        "open('large', 'w').write('a' * 100_000_000)",
    ]
    assert told(notebook(*attempts)).startswith("5 of 5 code cells fail: cell 1 (FileNotFound")


@LINUX
def test_a_cell_that_hangs_and_a_kernel_that_leaves_are_outcomes(monkeypatch):
    monkeypatch.setattr(run_notebooks, "CELL", 2)
    late = "1 of 2 code cells fail: cell 1 (it did not come to an end within 2 s)."
    assert told(notebook("while True: pass", "1")) == late
    assert told(notebook("import os; os._exit(0)", "1")) == late


@LINUX
def test_a_notebook_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr(run_notebooks, "WHOLE", 4)
    slow = notebook("import time; time.sleep(60)")
    assert told(slow) == "it did not come to an end within 4 s, so it was stopped."


@pytest.mark.parametrize("text", ["{}", "no JSON", '{"cells": 3}', '{"worksheets": []}'])
def test_what_is_no_notebook_is_not_run(text):
    assert told(text) == "it is no notebook of version 4. Save it again in Jupyter."


def lesson():
    path = next(content("notebooks").glob("11*.ipynb"))
    return path.stem, json.loads(path.read_text(encoding="utf-8"))


def test_a_marked_cell_must_show_what_the_lesson_shows():
    """What the copy showed, and where its cells stand, does not matter; a lost cell is counted."""
    stem, own = lesson()
    marked = next(c for c in own["cells"] if run_notebooks.TAG in c["metadata"].get("tags", ()))
    wanted = marked["outputs"]
    marked["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "forged"}]
    own["cells"].reverse()
    prepared, missing = run_notebooks.prepared(PurePosixPath(f"ada_{stem}.ipynb"), json.dumps(own))
    cell = next(c for c in prepared["cells"] if c["id"] == marked["id"])
    assert (cell["outputs"], missing) == (wanted, 0)
    assert run_notebooks.TAG in cell["metadata"]["tags"]
    own["cells"].remove(marked)
    assert run_notebooks.prepared(PurePosixPath(f"{stem}.ipynb"), json.dumps(own))[1] == 1


@LINUX
def test_a_changed_output_of_a_marked_cell_is_found(monkeypatch):
    marked = {"id": "a", "outputs": [], "execution_count": 1}
    marked["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "4\n"}]
    monkeypatch.setattr(run_notebooks, "_marked_cells", lambda name: [marked])
    book = new_notebook(cells=[new_code_cell("print(2 * 2)", id="a")])
    assert told(nbformat.writes(book)) == "it runs clean, all 1 code cells."
    book.cells[0].source = "print(5)"
    assert told(nbformat.writes(book)) == (
        "1 of 1 code cells fail: cell 1 (it shows something else than the lesson)."
    )


@LINUX
def test_grade_notes_every_notebook_and_does_it_once(tmp_path, monkeypatch, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.ipynb").write_text(notebook("%%exercise gd_step\ngd_step = 1", "1"))
    (tmp_path / "in" / "bob.ipynb").write_text(notebook("1 / 0"))
    order = ["grade", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--only", "gd_step"]
    assert main([*order, "--notebooks"]) == 0
    table = (tmp_path / "out" / "grades.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines())
    notes = {row["student"]: row["note"] for row in rows}
    assert "ada.ipynb: it runs clean, all 2 code cells." in notes["ada"]
    assert "ZeroDivisionError" in notes["bob"]
    monkeypatch.setattr(run_notebooks, "run_notebooks", None)  # nothing is left to run
    assert main([*order, "--notebooks"]) == 0


def test_where_nothing_can_be_shut_in_notebooks_are_not_run():
    with pytest.raises(
        UserError, match="This machine cannot shut a notebook in \\(an old kernel\\)"
    ):
        run_notebooks.demand(Protections({NAMESPACES: "an old kernel"}))


@LINUX
def test_no_process_stays_behind_when_the_run_is_stopped(monkeypatch):
    processes = []

    def start(*arguments, **options):
        processes.append(python_process.start(*arguments, **options))
        return processes[-1]

    monkeypatch.setattr(run_notebooks, "start", start)
    submission = Submission("ada", "ada", notebooks={"a.ipynb": notebook("while True: pass")})

    def judged_ones():
        yield Judged(submission, 1, [], 0.0, Protections())
        while not processes:
            time.sleep(0.05)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(run_notebooks.with_notes(judged_ones(), 1, []))
    assert [process.poll() is not None for process in processes] == [True]
