"""Lessons as learners take them: every one run with its exercises solved, and the first one opened,
answered wrongly and rightly.
"""

import json

import nbformat
import pytest

from bpcourse import experiments
from bpcourse.app.lab import lessons
from bpcourse.authoring import build
from bpcourse.checking.exercise import exercises, find

FIRST = lessons()[0]
LESSON = next(path for path in lessons() if path.stem == "02_gradient_descent")
SOURCES = pytest.mark.parametrize("source", build.sources(), ids=lambda path: path.stem)


@pytest.fixture
def lesson(notebook):
    return notebook.open(LESSON.name)


def number_of(lesson, start):
    """The number of the code cell that begins so."""
    cells = json.loads(LESSON.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return next(i for i, source in enumerate(code) if source.startswith(start))


@SOURCES
def test_it_runs_from_top_to_bottom_and_every_model_answer_passes(source, taken):
    """And every question and experiment of its text is there to be used."""
    lesson = taken(source)
    assert lesson.troubles == []
    outputs = [output for cell in lesson.saved.cells for output in cell.get("outputs", ())]
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]
    assert len(lesson.reports) == sum(e.lesson == source.stem for e in exercises())
    assert all("✓" in text for text in lesson.reports)


@SOURCES
def test_it_shows_in_the_page_what_its_built_notebook_shows(source, taken, built):
    """To the byte, with all pixels, wherever nothing is live or the learner's own."""
    own = [name for e in exercises() if e.lesson == source.stem for name in (e.name, *e.defines)]
    own += [*experiments.modules()]  # each keeps its picture as it was left
    own += ["start_lesson", "library"]  # they show how far the learner is, and what has passed
    saved, plain = taken(source).saved, nbformat.reads(built(source), as_version=4)
    build.clean(saved)
    compared = 0
    for cell, twin in zip(saved.cells, plain.cells, strict=True):
        if cell.cell_type == "code" and not any(name in cell.source for name in own):
            assert (cell.source, cell.outputs) == (twin.source, twin.outputs)
            compared += bool(cell.outputs)
    assert compared >= 3


def test_the_first_lesson_opens_by_itself_unchanged_and_shows_nothing_that_it_asks(notebook):
    """And the side bar is shut."""
    lesson = notebook.open()
    assert lesson.page.locator(".lm-TabBar-tabLabel", has_text=FIRST.name).count() == 1
    assert lesson.page.get_by_text("▶ Begin here.").is_visible()
    assert lesson.page.locator(".jp-OutputArea img, .jp-OutputArea details").count() == 0
    assert lesson.page.get_by_text("First you predict, then the picture opens.").count() == 1
    lesson.page.wait_for_timeout(2000)  # what would change it comes with the kernel's answer
    assert lesson.page.locator(".lm-TabBar-tab.jp-mod-dirty").count() == 0
    assert not lesson.page.locator(".jp-FileBrowser").is_visible()
    assert lesson.page.get_by_title("Notebook trusted").count() == 1


def test_a_cell_that_is_run_too_early_gets_a_sentence(lesson):
    number = number_of(lesson, "StepSize()")
    lesson.run(number)
    told = lesson.output(number)
    assert told.strip().startswith("StepSize is not known here yet: the first cell of the lesson")
    assert "Traceback" not in told


def test_the_line_at_the_top_is_renewed_also_in_a_page_that_was_reloaded(lesson):
    lesson.run(0)
    assert "steps, about 45 minutes." in lesson.output(0)
    for name, count in (("linear_grad", 1), ("gd_step", 2)):
        number = number_of(lesson, f"%%exercise {name}")
        lesson.run(number, f"%%exercise {name}\n{find(name).solution}")
        lesson.page.locator(".bpcourse-line", has_text=f"{count} of ").wait_for()
        lesson.page.keyboard.press("Control+s")
        lesson.page.locator(".jp-mod-dirty").first.wait_for(state="detached")
        lesson.page.reload()
        lesson.page.locator(".bpcourse-line", has_text=f"{count} of ").wait_for()
        lesson.page.wait_for_selector("#jp-main-statusbar >> text=/\\| Idle/")


def test_answers_are_typed_wrongly_and_rightly_and_their_reports_read(lesson):
    lesson.run(0)
    number = number_of(lesson, "%%exercise gd_step")
    assert "○ gd_step" in lesson.run(number).inner_text()
    gd_step = find("gd_step")
    wrong = gd_step.mistake("uphill")
    lesson.run(number, f"%%exercise gd_step\n{wrong}")
    told = lesson.output(number)
    assert "gd_step: not right yet." in told
    assert "you walk uphill" in told
    lesson.run(number, f"%%exercise gd_step\n{gd_step.solution}")
    told = lesson.output(number)
    assert "✓ gd_step: right. All 9 visible checks pass." in told
    assert "Next: linear_grad" in told
    assert (lesson.lab.folder / "answers" / "gd_step.py").read_text() == gd_step.solution
    assert (lesson.lab.folder / "attempts" / "gd_step" / "0001.py").read_text() == wrong


def test_the_traceback_is_one_step_away(scratch):
    source = "%%exercise linear_grad\ndef linear_grad(X, y, w, b):\n    return X @ X, 0"
    report = scratch.run(0, source).locator(".bpcourse-report")
    assert "line 2:  return X @ X, 0" in report.inner_text()
    assert "Traceback" not in report.inner_text()
    report.get_by_text("Python's traceback").first.click()
    assert "Traceback (most recent call last)" in report.inner_text()


def test_an_endless_loop_ends_and_the_kernel_lives_on(scratch):
    scratch.run(0, "kept = 42")
    scratch.run(1, "%%exercise gd_step\ndef gd_step(params, grads, lr):\n    while True: pass")
    assert "gd_step did not come to an end within 5 s" in scratch.output(1)
    scratch.run(2, "print(kept)")
    assert scratch.output(2).strip().endswith("42")


def test_a_name_of_the_notebook_is_reported_as_such(scratch):
    scratch.run(0, "helper = 3")
    source = "def gd_step(params, grads, lr):\n    return [helper for _ in params]"
    scratch.run(1, f"%%exercise gd_step\n{source}")
    assert "helper is not defined in your answer." in scratch.output(1)
    assert "It exists in the notebook, but an answer stands alone" in scratch.output(1)


def test_the_learners_function_can_be_played_with_afterwards(scratch):
    scratch.run(0, f"%%exercise gd_step\n{find('gd_step').solution}")
    scratch.run(1, "gd_step([2.0], [-0.5], 0.1)")
    assert "[2.05]" in scratch.output(1)


def test_an_unknown_exercise_is_told_without_a_traceback(scratch):
    scratch.run(0, "%%exercise dead_fractio\nx = 1")
    told = "There is no exercise called 'dead_fractio'. Did you mean dead_fraction?"
    assert told in scratch.output(0)
    assert "Traceback" not in scratch.output(0)
    scratch.run(1, "%%exercise\nx = 1")
    assert "Write the name of one exercise" in scratch.output(1)


def test_a_stub_does_not_replace_an_answer_that_was_written_elsewhere(scratch):
    exercise = find("max_stable_lr")
    path = scratch.lab.folder / "answers" / "max_stable_lr.py"
    path.write_text(exercise.solution, encoding="utf-8")
    scratch.run(0, f"%%exercise max_stable_lr\n{exercise.stub}")
    told = scratch.output(0)
    assert "This cell still holds the stub, so your answer in" in told
    assert "max_stable_lr: right." in told
    assert path.read_text(encoding="utf-8") == exercise.solution


def test_a_figure_follows_the_dark_theme(scratch):
    scratch.run(0, 'import bpcourse as bp\nbp.start_lesson("02")')
    scratch.run(1, "plotting.show(plotting.loss_curve([3.0, 2.0, 1.0]))")
    figure = scratch.cell(1).locator("figure img")
    look = "(node) => getComputedStyle(node).filter"
    assert figure.evaluate(look) == "none"
    scratch.theme("dark")
    assert figure.evaluate(look).startswith("invert(")


def test_hint_reset_and_status_work_from_cells(notebook):
    notebook.create(count=2)
    notebook.run(0, "from bpcourse.notebook import *")
    notebook.run(0, "%%exercise fit_line\ndef fit_line(x, y, lr, steps):\n    return 1, 2, [3]")
    notebook.run(0, 'hint("fit_line")')
    assert "print w and b in every step" in notebook.output(0)
    notebook.run(0, "status()")
    assert "of 5 exercises" in notebook.output(0)
    notebook.run(0, 'reset("fit_line")')
    assert "fit_line starts afresh. Your answer is kept in attempts" in notebook.output(0)
    offered = notebook.cell(1).locator(".cm-content").inner_text()
    assert offered.startswith("%%exercise fit_line")
    assert "e = w * x + b - y" in offered
