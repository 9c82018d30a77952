"""Notebooks are built from text and proven equal to it."""

import json
from dataclasses import replace

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from bpcourse.authoring import build as builder
from bpcourse.authoring.questions_shown import without_pixels
from bpcourse.checking.exercise import find
from bpcourse.checking.questions import question_bank
from bpcourse.content import content
from bpcourse.errors import UserError

SOURCES = builder.sources()
LESSONS = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
SMALL = """\
# %% [markdown]
# # A lesson

# %%
import numpy as np
import bpcourse.notebook

# %% exercise="gd_step"

# %%
print(np.arange(3))
"""


@pytest.fixture
def lesson(tmp_path):
    path = tmp_path / "99_small.py"
    path.write_text(SMALL, encoding="utf-8")
    return path


@LESSONS
def test_the_committed_notebook_is_equal_to_its_source(source):
    assert builder.compare(source) == ""


@LESSONS
def test_a_new_build_is_equal_to_the_committed_one_to_the_byte(source, built):
    """But for the pixels: fonts differ from one machine to the next. The browser's tests execute
    the lesson once more, and find the same pixels.
    """
    committed = content("notebooks", f"{source.stem}.ipynb").read_text(encoding="utf-8")
    assert without_pixels(built(source)) == without_pixels(committed)


def test_of_what_a_script_shows_the_text_is_kept():
    data = {"text/html": "<b>1</b><script>live()</script>", "text/plain": "1"}
    plain = {"text/html": "<b>2</b>", "text/plain": "2"}
    outputs = [new_output("display_data", data=one) for one in (data, plain)]
    notebook = new_notebook(cells=[new_code_cell("f()", outputs=outputs)])
    builder.clean(notebook)
    assert [output.data for output in notebook.cells[0].outputs] == [{"text/plain": "1"}, plain]


def test_what_is_printed_in_pieces_becomes_one_text():
    """A kernel on a busy machine sends it so, and two builds were not equal."""
    pieces = [("stdout", "a\n"), ("stderr", "careful\n"), ("stdout", "b\n")]
    outputs = [new_output("stream", name=name, text=text) for name, text in pieces]
    shown = new_output("execute_result", data={"text/plain": "1"}, execution_count=1)
    cell = new_code_cell("", outputs=[*outputs, shown, outputs[0]])
    builder.clean(new_notebook(cells=[cell]))
    assert [output.get("text") for output in cell.outputs] == ["a\nb\n", "careful\n", None, "a\n"]


def test_in_the_edition_with_solutions_the_model_answers_pass(lesson):
    cell = json.loads(builder.built(lesson, solutions=True))["cells"][3]
    assert cell["outputs"][0]["data"]["text/plain"][0].startswith("✓ gd_step")


def test_an_exercise_is_put_in_its_place(lesson):
    notebook = builder.assemble(lesson)
    assert [cell.cell_type for cell in notebook.cells] == [
        "markdown",
        "code",
        "markdown",
        "code",
        "code",
    ]
    assert [cell.id for cell in notebook.cells] == [f"99-00{i}" for i in range(5)]
    assert notebook.cells[2].source.startswith(find("gd_step").task.strip())
    assert 'hint("gd_step")' in notebook.cells[2].source
    assert notebook.cells[3].source == "%%exercise gd_step\n" + find("gd_step").stub.strip()
    assert (
        find("gd_step").solution.strip() in builder.assemble(lesson, solutions=True).cells[3].source
    )


def test_what_differs_from_run_to_run_is_left_out(lesson):
    notebook = json.loads(builder.built(lesson))
    assert set(notebook["metadata"]) == {"kernelspec"}
    assert notebook["cells"][3]["outputs"][0]["data"]["text/plain"][0].startswith("○ gd_step")
    assert [c["execution_count"] for c in notebook["cells"] if c["cell_type"] == "code"] == [
        1,
        2,
        3,
    ]
    assert all(set(cell["metadata"]) == set() for cell in notebook["cells"])


def test_a_cell_that_fails_is_named(lesson):
    lesson.write_text(SMALL + "\n# %%\n1 / 0\n")
    with pytest.raises(UserError, match="99_small stops in a cell"):
        builder.built(lesson)


def test_a_model_answer_that_does_not_pass_stops_the_build(lesson, monkeypatch):
    wrong = find("gd_step").mistake("uphill")
    monkeypatch.setattr(type(find("gd_step")), "solution", property(lambda self: wrong))
    with pytest.raises(UserError, match="a model answer does not pass"):
        builder.built(lesson, solutions=True)


def test_check_finds_a_stale_notebook(tmp_path, monkeypatch):
    """A word is changed in a copy of the source: the difference is shown, and the status is 1."""
    source = next(source for source in SOURCES if source.stem == "02_gradient_descent")
    changed = tmp_path / source.name
    changed.write_text(
        source.read_text(encoding="utf-8").replace("gradient descent", "gradient"), encoding="utf-8"
    )
    monkeypatch.setattr(builder, "sources", lambda names: [changed])
    told = []
    assert builder.build(check=True, out=told.append) == 1
    assert "-# # Lesson" not in told[0]
    assert "+# Lesson 02: gradient" in told[0]


@pytest.mark.parametrize("name", ["three_tenths", "first_layer_starves"])
def test_check_finds_a_lesson_whose_question_has_changed(name, monkeypatch):
    """No cell of the lesson has; the second one is asked by its experiment."""
    source = next(source for source in SOURCES if source.stem == "18_capstone")
    question = question_bank.find(name)
    changed = replace(question, text=f"{question.text} Why?")
    monkeypatch.setitem(question_bank.questions(), name, changed)
    told = builder.compare(source)
    assert told.count("is asked otherwise now") == 1
    assert (question.experiment or name) in told


def test_check_finds_a_changed_explanation(monkeypatch):
    source = next(source for source in SOURCES if source.stem == "18_capstone")
    question = question_bank.find("loss_of_five")
    changed = replace(question, explanation=f"{question.explanation} So it is.")
    monkeypatch.setitem(question_bank.questions(), "loss_of_five", changed)
    assert "loss_of_five is asked otherwise now" in builder.compare(source)


def test_check_passes_what_is_up_to_date():
    told = []
    assert builder.build(check=True, out=told.append) == 0
    pages = [source.stem for source in SOURCES] + ["words_and_symbols"]
    assert told == [f"{page}: up to date" for page in pages]


def test_a_lesson_is_named_by_its_number_or_its_name():
    for name in ("02", "02_gradient_descent"):
        assert [source.stem for source in builder.sources([name])] == ["02_gradient_descent"]


def test_an_unknown_lesson_is_refused():
    with pytest.raises(UserError, match="There is no lesson '99' in notebooks/src"):
        builder.build(["99"])


def test_an_exercise_that_is_none_is_named(lesson):
    lesson.write_text(SMALL.replace("gd_step", "gd_stepp"))
    with pytest.raises(UserError, match="There is no exercise called 'gd_stepp'"):
        builder.assemble(lesson)
