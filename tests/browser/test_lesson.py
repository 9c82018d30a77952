"""Lesson 02 as a learner takes it: opened, run, answered wrongly and rightly."""

import json

import pytest

from bpcourse.checking.exercise import exercises, find
from bpcourse.lab import lessons

LESSON = lessons()[0]


@pytest.fixture
def lesson(notebook):
    return notebook.open(LESSON.name)


def number_of(lesson, start):
    """The number of the code cell that begins so."""
    cells = json.loads(LESSON.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return next(i for i, source in enumerate(code) if source.startswith(start))


@pytest.mark.parametrize("path", lessons()[1:], ids=lambda path: path.stem)
def test_the_other_lessons_run_from_top_to_bottom(notebook, path):
    lesson = notebook.open(path.name)
    lesson.run_all()
    lesson.page.locator(".bp-stage:not(.bp-quiz) .bp-heading").nth(1).wait_for()
    lesson.page.locator(".bp-card").nth(8).wait_for()
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert lesson.page.locator(".bp-stage:not(.bp-quiz)").count() == 2
    assert lesson.page.locator(".bp-card").count() >= 9
    reports = lesson.page.locator(".bpcourse-report")
    assert reports.count() == sum(e.lesson == path.stem for e in exercises())
    assert all("○" in text for text in reports.all_inner_texts())


def test_the_lesson_opens_by_itself_and_runs_from_top_to_bottom(notebook):
    lesson = notebook.open()
    assert lesson.page.locator(".lm-TabBar-tabLabel", has_text=LESSON.name).count() == 1
    lesson.run_all()
    lesson.page.locator(".bp-stage .bp-heading").nth(1).wait_for()  # both experiments are there
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    reports = lesson.page.locator(".bpcourse-report")
    assert reports.count() == sum(e.lesson == LESSON.stem for e in exercises())
    assert all("○" in text for text in reports.all_inner_texts())


def test_before_it_is_run_it_shows_the_still_pictures_with_their_words(lesson):
    pictures = lesson.page.locator(".jp-OutputArea figure img")
    assert pictures.count() >= 6
    for picture in pictures.all():
        assert 20 <= len(picture.get_attribute("alt")) <= 400
        assert picture.evaluate("(image) => image.complete && image.naturalWidth > 100")


def test_answers_are_typed_wrongly_and_rightly_and_their_reports_read(lesson):
    lesson.run(0)
    number = number_of(lesson, "%%exercise gd_step")
    gd_step = find("gd_step")
    wrong = (gd_step.folder / "mistakes" / "uphill.py").read_text(encoding="utf-8")
    lesson.run(number, f"%%exercise gd_step\n{wrong}")
    told = lesson.output(number)
    assert "✗ gd_step: not right yet." in told
    assert "you walk uphill" in told
    lesson.run(number, f"%%exercise gd_step\n{gd_step.solution}")
    told = lesson.output(number)
    assert "✓ gd_step: right. All 7 visible checks pass." in told
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
    scratch.run(0, "%%exercise gd_stepp\nx = 1")
    assert "There is no exercise called 'gd_stepp'. Did you mean gd_step?" in scratch.output(0)
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


def test_hint_reset_and_status_work_from_cells(notebook):
    notebook.create(count=2)
    notebook.run(0, "from bpcourse.notebook import *")
    notebook.run(0, "%%exercise fit_line\ndef fit_line(x, y, lr, steps):\n    return 1, 2, [3]")
    notebook.run(0, 'hint("fit_line")')
    assert "Look at the differences between one loss and the next" in notebook.output(0)
    notebook.run(0, "status()")
    assert "of 5 exercises" in notebook.output(0)
    notebook.run(0, 'reset("fit_line")')
    assert "fit_line starts afresh. Your answer is kept in attempts" in notebook.output(0)
    offered = notebook.cell(1).locator(".cm-content").inner_text()
    assert offered.startswith("%%exercise fit_line")
    assert "e = w * x + b - y" in offered
