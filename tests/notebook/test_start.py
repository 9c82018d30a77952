"""The first cell of a lesson, the line it shows, and what is said where a cell was left out."""

import re

import pytest

from bpcourse.checking import lesson_plan
from bpcourse.checking.exercise import find
from bpcourse.checking.progress import Progress
from bpcourse.errors import UserError

PLANS = pytest.mark.parametrize("plan", lesson_plan.plans(), ids=lambda plan: plan.name)
START = 'import bpcourse as bp\nbp.start_lesson("02")'


def test_the_functions_of_a_lesson_are_known_from_the_start(cells):
    for name in ("ask", "from_memory", "hint", "look_up", "reset", "solution", "status"):
        assert "function" in cells.run(name)


def test_starting_a_lesson_makes_its_experiments_known_and_shows_the_line(cells):
    told = cells.run(START)
    steps = len(lesson_plan.find("02").steps)
    assert told == f"Lesson 02: {steps} steps, about 45 minutes. Next: From memory."
    assert "StepSize" in cells.run("StepSize")
    assert "module" in cells.run("plotting")
    assert isinstance(cells.run("DepthMeter") and cells.error, NameError)


def test_the_line_is_renewed_when_something_is_achieved(cells):
    cells.run(START)
    told = cells.run(f"%%exercise linear_grad\n{find('linear_grad').solution}")
    assert re.match(r"Lesson 02: 1 of 1\d steps done, about 3\d of 45 minutes left\.", told)
    assert told.count("Lesson 02:") == 1


def test_an_unknown_lesson_is_told(cells):
    told = cells.run('import bpcourse as bp\nbp.start_lesson("99")')
    known = ", ".join(plan.number for plan in lesson_plan.plans())
    assert told == f"There is no lesson '99'. The lessons are {known}."


def test_a_lesson_that_needs_pytorch_says_how_to_install_it(cells, monkeypatch):
    """In its first cell, and nothing is run after it."""
    monkeypatch.setattr(lesson_plan, "find_spec", lambda name: None)
    told = cells.run('import bpcourse as bp\nbp.start_lesson("19")')
    assert told.startswith("Lesson 19: ")
    assert "Lesson 19 needs PyTorch, which is not installed here." in told
    assert "python -m pip install torch" in told
    assert "Traceback" not in told
    assert isinstance(cells.error, UserError)
    assert [plan.number for plan in lesson_plan.plans() if plan.missing] == ["19"]


@PLANS
def test_exercises_questions_and_experiments_are_steps(plan, workspace):
    kinds = [step.kind for step in plan.steps]
    experiments, questions = {"00": (1, 4), "19": (0, 6)}.get(plan.number, (2, 6))
    assert kinds.count("experiment") >= experiments
    assert kinds.count("question") >= questions
    assert plan.minutes_left(Progress(workspace)) == plan.minutes
    assert all(step.section and step.minutes > 0 for step in plan.steps)


@PLANS
def test_when_every_step_is_done_no_minute_is_left(plan, workspace):
    progress = Progress(workspace)
    plan.start(progress)
    left = [plan.minutes_left(progress)]
    for step in plan.steps:
        kind, name = step.mark
        if kind == "check":
            progress.record("check", exercise=name, outcome="no")
            progress.record("check", exercise=name, outcome="ok")
        else:
            progress.record("answer", question=name)
        left.append(plan.minutes_left(progress))
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0 < left[-2]


def test_a_question_that_comes_back_must_be_answered_again(workspace):
    """It was answered in the lesson before, and that does not count for this one."""
    plan, progress = lesson_plan.find("11"), Progress(workspace)
    again = next(step.name for step in plan.steps if step.again)
    progress.record("answer", question=again)
    plan.start(progress)
    assert plan.done(progress) == []
    progress.record("answer", question=again)
    assert [step.name for step in plan.done(progress)] == [again]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("rng", "the first cell of the lesson makes it known. Run the first cell, then this one."),
        ("StepSize()", "the first cell of the lesson makes it known."),
        ("plotting.show(1)", "the first cell of the lesson makes it known."),
        ("print(history)", "a cell above makes it, in the part “The whole way down”."),
        ("gd_step([1], [1], 1)", "begins with %%exercise gd_step, has not been run."),
        ("hint(gd_step)", 'write it in quotation marks: hint("gd_step")'),
    ],
)
def test_a_name_of_a_cell_that_was_not_run_is_told_in_a_sentence(cells, monkeypatch, source, words):
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/ada/work/02_gradient_descent.ipynb")
    told = cells.run(source)
    assert " is not known here yet: " in told
    assert words in told
    assert "Traceback" not in told
    assert isinstance(cells.error, NameError)  # what was to be run after it is not run


def test_a_name_that_no_lesson_makes_is_told_by_python(cells):
    assert "NameError: name 'nonsense' is not defined" in cells.run("nonsense")
    assert "NameError" in cells.run("def f():\n    return nonsense\nf()")


def test_errors_of_python_itself_stay_as_they_are(cells):
    assert "ZeroDivisionError" in cells.run("1 / 0")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('hint("gd_stp")', "There is no exercise called 'gd_stp'. Did you mean gd_step"),
        ('ask("new_ww")', "There is no question called 'new_ww'. Did you mean new_w"),
        ('solution("nothing")', "There is no exercise called 'nothing'."),
        ("hint(3)", "There is no exercise called '3'."),
        ("submit()", "No answer is written yet, so there is nothing to hand in."),
    ],
)
def test_what_the_learner_can_repair_is_told_without_a_traceback(cells, source, words):
    assert cells.run(source).startswith(words)
    assert isinstance(cells.error, UserError)


def test_hint_solution_and_reset_know_the_exercise_at_hand(cells, workspace):
    cells.run(START)
    assert "linear_grad, where to look." in cells.run("hint()")  # the first of the lesson
    cells.run(f"%%exercise clip_by_norm\n{find('clip_by_norm').stub}")
    assert "clip_by_norm, where to look." in cells.run("hint()")
    assert "clip_by_norm, the rule." in cells.run("hint()")
    assert "The model answer to clip_by_norm opens" in cells.run("solution()")
    cells.run(f"%%exercise gd_step\n{find('gd_step').solution}")
    assert "gd_step, the model answer." in cells.run("solution()")
    assert "gd_step starts afresh." in cells.run("reset()")


def test_a_function_names_its_exercise(cells):
    cells.run(f"%%exercise gd_step\n{find('gd_step').solution}")
    assert "gd_step, where to look." in cells.run("hint(gd_step)")


def test_a_word_is_looked_up_however_it_is_given(cells):
    assert "gradient" in cells.run("look_up()")
    assert cells.run('look_up("Learning rate")').startswith("learning rate (lesson 02):")
    assert "is not among the words of the course" in cells.run('look_up("xyzzy")')
