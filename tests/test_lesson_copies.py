"""A learner's copies of the lessons: without spoilers, and never harmed."""

import json
import re

import nbformat
import pytest

from bpcourse.app import kernel_spec, lab, lesson_copies, tutor
from bpcourse.checking.workspace import fingerprint
from bpcourse.notebook import lesson_copy
from bpcourse.notebook.lesson_copy import copy_of

LESSON = next(path for path in lab.lessons() if path.stem == "02_gradient_descent")


@pytest.fixture(autouse=True)
def jupyter_of_its_own(monkeypatch, tmp_path_factory):
    """Nothing reaches the Jupyter of whoever runs the tests."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path_factory.mktemp("jupyter")))


def cells_of(text):
    return json.loads(text)["cells"]


def code_of(path):
    return [cell for cell in cells_of(path.read_text(encoding="utf-8")) if "outputs" in cell]


def notebooks(workspace):
    return sorted(path.name for path in workspace.root.glob("*.ipynb"))


# ---- what a copy is ----


def test_a_copy_has_all_cells_of_its_lesson(workspace):
    lab.prepare(workspace)
    for lesson in lab.lessons():
        copy = (workspace.root / lesson.name).read_text(encoding="utf-8")
        text = lesson.read_text(encoding="utf-8")
        for here, there in zip(cells_of(copy), cells_of(text), strict=True):
            assert (here["id"], here["source"]) == (there["id"], there["source"])


def test_a_copy_shows_nothing_that_a_cell_would_show(workspace):
    """No number, no picture and no answer; only what to do at the cells that begin something."""
    lab.prepare(workspace)
    said = {lesson_copy.FIRST, lesson_copy.EXERCISE, lesson_copy.REPAIR}
    for lesson in lab.lessons():
        code = code_of(workspace.root / lesson.name)
        data = [output["data"] for cell in code for output in cell["outputs"]]
        assert all(set(one) == {"text/plain", "text/markdown"} for one in data)
        texts = [one["text/markdown"] for one in data]
        for text in texts:
            begins = ("to answer." in text) or ("First you predict" in text)
            assert text in said or begins, text
        assert texts[0] == lesson_copy.FIRST
        shown = [one for one in code if re.fullmatch(r"[A-Z]\w+\(\)", "".join(one["source"]))]
        assert sum("First you predict" in text for text in texts) == len(shown)
        assert shown or lesson.stem == "19_pytorch"
        assert all(cell["execution_count"] is None for cell in code)


def test_the_lessons_themselves_keep_what_their_cells_show():
    for lesson in lab.lessons():
        shown = [bool(cell["outputs"]) for cell in code_of(lesson)]
        assert sum(shown) > len(shown) / 2


def test_the_facts_of_a_copy_are_those_that_jupyterlab_would_write(workspace):
    """Else JupyterLab writes them when it opens the lesson, and asks later whether to save it."""
    from ipykernel.ipkernel import IPythonKernel

    lab.prepare(workspace)
    facts = json.loads((workspace.root / LESSON.name).read_text())["metadata"]
    kernels = workspace.private / "jupyter" / "kernels"
    spec = json.loads((kernels / "python3" / "kernel.json").read_text())
    assert facts["kernelspec"]["display_name"] == spec["display_name"]
    assert facts["language_info"] == IPythonKernel.language_info


def test_jupyter_trusts_a_copy(workspace):
    """Else what was run in a part of it loses its look and its buttons when it is opened again."""
    from nbformat.sign import NotebookNotary

    lab.prepare(workspace)
    notary = NotebookNotary()
    copy = (workspace.root / LESSON.name).read_text()
    assert notary.check_signature(nbformat.reads(copy, as_version=4))
    notary.store.close()


# ---- what becomes of it ----


@pytest.fixture
def edition(monkeypatch, tmp_path):
    """Makes the course come with another edition of its first lesson."""

    def publish(text):
        path = tmp_path / "published" / LESSON.name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        monkeypatch.setattr(lesson_copies, "lessons", lambda: [path])

    return publish


def saved_by_jupyterlab(path, change=lambda notebook: None):
    """As JupyterLab writes it: keys in another order, and facts added."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["language_info"] = {"name": "python", "version": "3.99"}
    change(notebook)
    nbformat.write(notebook, path)


def test_a_copy_that_nobody_touched_becomes_the_new_edition(workspace, edition):
    edition("first")
    lab.prepare(workspace)
    edition("second")
    told = lab.prepare(workspace)
    assert told == [f"{LESSON.name} is now the new edition; you had not changed it."]
    assert (workspace.root / LESSON.name).read_text() == "second"
    assert sum(name.startswith(LESSON.stem) for name in notebooks(workspace)) == 1
    assert lab.prepare(workspace) == []


def test_saving_a_lesson_without_a_change_is_no_touch(workspace, edition):
    edition(LESSON.read_text())
    lab.prepare(workspace)
    saved_by_jupyterlab(workspace.root / LESSON.name)
    edition(LESSON.read_text().replace("gradient descent", "the gradient"))
    assert "is now the new edition" in lab.prepare(workspace)[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda notebook: notebook.cells[3].update(source="my own words"),
        lambda notebook: notebook.cells[1].update(outputs=[]),
        lambda notebook: notebook.cells.pop(),
    ],
    ids=["a text", "an output", "a cell"],
)
def test_whatever_was_done_in_a_lesson_is_a_touch(workspace, edition, change):
    edition(LESSON.read_text())
    lab.prepare(workspace)
    saved_by_jupyterlab(workspace.root / LESSON.name, change)
    mine = (workspace.root / LESSON.name).read_text()
    edition(LESSON.read_text().replace("gradient descent", "the gradient"))
    assert "yours is as you left it." in lab.prepare(workspace)[0]
    assert (workspace.root / LESSON.name).read_text() == mine


def with_copies_of_before(workspace):
    """A folder as it was made when copies still had the outputs of the lessons."""
    workspace.create()
    known = {}
    for page in lab.pages():
        text = page.read_text(encoding="utf-8")
        (workspace.root / page.name).write_text(text, encoding="utf-8")
        known[page.stem] = [fingerprint(text)]
    (workspace.private / "lessons.json").write_text(json.dumps(known))


def test_an_older_copy_that_nobody_touched_loses_its_outputs(workspace):
    with_copies_of_before(workspace)
    assert lab.prepare(workspace) == [tutor.NEWS]
    copy = (workspace.root / LESSON.name).read_text()
    assert copy == copy_of(LESSON.read_text(), kernel_spec.notebook_metadata())


def test_an_older_copy_in_which_something_was_done_stays_as_it_is(workspace):
    with_copies_of_before(workspace)
    mine = workspace.root / LESSON.name
    saved_by_jupyterlab(mine, lambda notebook: notebook.cells[3].update(source="my own words"))
    before = mine.read_bytes()
    assert lab.prepare(workspace) == [tutor.NEWS]
    assert mine.read_bytes() == before
    assert notebooks(workspace) == sorted(page.name for page in lab.pages())
