"""`%%exercise`: first the report, then the answer is run once, and nothing ends the kernel."""

import pytest

from bpcourse.checking.exercise import find

RIGHT = find("gd_step").solution
UPHILL = """\
def gd_step(params, grads, lr):
    return [w + lr * dw for w, dw in zip(params, grads)]
"""


def test_the_report_is_shown_and_the_answer_saved(cells, workspace):
    told = cells.run(f"%%exercise gd_step\n{UPHILL}")
    assert told.startswith("✗ gd_step: not right yet.")
    assert "text/html" in cells.shown[0]
    assert workspace.answer("gd_step") == UPHILL


def test_the_functions_can_be_played_with_afterwards(cells):
    cells.run(f"%%exercise gd_step\n{RIGHT}\n\ndef twice(x):\n    return 2 * x")
    assert cells.run("gd_step([2.0], [-0.5], 0.1)") == "[2.05]"
    assert cells.run("twice(4)") == "8"


def test_a_wrong_function_can_be_played_with_too(cells):
    cells.run(f"%%exercise gd_step\n{UPHILL}")
    assert cells.run("gd_step([2.0], [-0.5], 0.1)") == "[1.95]"


def test_a_bug_hunt_runs_while_it_still_has_its_bug(cells):
    cells.run(f"%%exercise fit_line\n{find('fit_line').stub}")
    assert "fit_line(x, y, lr, steps)" in cells.run("fit_line")


def test_other_names_of_an_answer_change_nothing_in_the_notebook(cells):
    """A line that tries the function out must not overwrite the lesson's own X."""
    cells.run("X = 'the data of the lesson'")
    cells.run(f"%%exercise gd_step\n{RIGHT}\nX = 1\nmine_alone = 2")
    assert cells.run("X") == "'the data of the lesson'"
    cells.run("mine_alone")
    assert isinstance(cells.error, NameError)


def test_what_the_answer_prints_is_printed_once_and_after_the_report(cells):
    told = cells.run(f"%%exercise gd_step\n{RIGHT}\nprint('seen ' * 2)")
    assert told.count("seen seen") == 1
    assert told.index("✓ gd_step") < told.index("seen")


@pytest.mark.parametrize(
    "main",
    [
        "import sys\n    sys.exit()",
        "import time\n    time.sleep(600)",
        "import os\n    os._exit(1)",
        "input('a number? ')",
        "print('main')",
    ],
)
def test_a_main_block_is_not_run(cells, main):
    told = cells.run(f'%%exercise gd_step\n{RIGHT}\nif __name__ == "__main__":\n    {main}')
    assert told.startswith("✓ gd_step: right.")
    assert "main" not in told.splitlines()
    assert cells.error is None
    assert cells.run("gd_step([1.0], [1.0], 1.0)") == "[0.0]"


@pytest.mark.parametrize(
    ("top", "words"),
    [
        ("import sys; sys.exit()", "Your code leaves Python"),
        ("raise ValueError('stop')", "ValueError: stop"),
        ("x = input('a number? ')", "input() has nobody to ask"),
        ("import os; os._exit(1)", "ended the process it ran in"),
        ("while True: pass", "did not come to an end within 5 s"),
    ],
)
def test_an_answer_that_does_not_run_to_its_end_is_not_run_in_the_kernel(cells, top, words):
    told = cells.run(f"%%exercise gd_step\n{RIGHT}\n{top}")
    assert words in told
    assert cells.error is None
    assert cells.run("1 + 1") == "2"


def test_an_answer_that_is_slow_only_in_the_notebook_is_stopped(cells, monkeypatch):
    """In the judge it was quick, so only the guard of the notebook can end it."""
    from bpcourse.checking.judging import limits

    source = "import sys\nif 'IPython' in sys.modules:\n    while True: pass\n"
    monkeypatch.setattr(limits, "SECONDS", 0.5)
    told = cells.run(f"%%exercise gd_step\n{RIGHT}\n{source}")
    assert "✓ gd_step: right." in told  # and the test comes to an end
    assert cells.run("gd_step([1.0], [1.0], 1.0)") == "[0.0]"


def test_a_pass_says_what_it_was_good_for_and_which_picture_it_runs(cells):
    told = cells.run(f"%%exercise gd_step\n{RIGHT}")
    assert find("gd_step").insight in told
    assert "The picture `StepSize` can run on your code now" in told
    told = cells.run(f"%%exercise act_backward\n{find('act_backward').solution}")
    assert "The picture `ErrorFlow` can run on your code when `train_step` and" in told
    told = cells.run(f"%%exercise gd_step\n{UPHILL}")
    assert "picture" not in told


def test_a_misspelt_exercise_is_told_without_a_traceback(cells):
    told = cells.run("%%exercise gd_stp\nx = 1")
    assert "There is no exercise called 'gd_stp'. Did you mean gd_step" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "first", ["%%exercise gd_step", "# my try\n\n%%exercise gd_step", '%%exercise "gd_step"']
)
def test_the_first_line_may_be_written_in_several_ways(cells, workspace, first):
    assert cells.run(f"{first}\n{RIGHT}").startswith("✓ gd_step: right.")
    assert RIGHT.strip() in workspace.answer("gd_step")


@pytest.mark.parametrize("line", ["%%exercise", "%%exercise gd_step linear_grad"])
def test_a_line_without_one_name_says_how_it_is_written(cells, line):
    told = cells.run(f"{line}\n{RIGHT}")
    assert "Write the name of one exercise, as in:  %%exercise gd_step" in told
    assert "Traceback" not in told
