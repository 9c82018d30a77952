"""What Python says of the learner's code, in words that help."""

import pytest

from bpcourse.checking import runner
from bpcourse.checking.exercise import find

HEAD = "def linear_grad(X, y, w, b):\n"


def told(source, **options):
    report = runner.run(find("linear_grad"), source, seed=1, **options)
    assert report.outcome == "no"
    return str(report)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            "def linear_grad(X, y, w, b)\n    return 1",
            "Python cannot read line 1: `def linear_grad(X",
        ),
        ("def linear_grad(X, y, w, b):\nreturn 1", "Expected an indented block"),
        ("x = 1\0", "Python cannot read"),
        (
            "def linear_grd(X, y, w, b): return 1",
            "does not define linear_grad. It does define linear_grd",
        ),
        ("linear_grad = 3", "linear_grad should be a function, but it is of type int."),
        (
            "def linear_grad(X, y): return 1",
            "linear_grad is called as linear_grad(X, y, w, b), but yours takes (X, y).",
        ),
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
        (HEAD + "    return np.zeros(3), 0", "begin it with `import numpy as np`"),
        (
            HEAD + "    return rnage(3)",
            "`rnage` is not defined in your answer.\n      Did you mean `range`?",
        ),
        (HEAD + "    return linear_grad(X, y, w, b)", "calls itself without end (RecursionError)"),
        (
            HEAD + "    return X @ X, 0",
            "the columns of A meet the rows of B, so they must be equally many; here 3 meet 7.",
        ),
        (HEAD + "    return X + y, 0", "(7,3) and (7,) do not fit element by element."),
        (HEAD + "    return X + y, 0", "there:  X (7, 3), y (7,)"),
        (HEAD + "    assert b == 0, 'only without b'", "AssertionError: only without b"),
        (HEAD + "    print('here')\n    return 1, 2", "Your code printed:\n      here"),
    ],
)
def test_errors_are_told_in_words_that_help(source, words):
    assert words in told(source)


def test_a_name_that_only_the_notebook_has_is_reported_as_such():
    source = HEAD + "    return scale * w, b"
    assert "It exists in the notebook" in told(source, notebook_names=["scale"])
    assert "It exists in the notebook" not in told(source)


def test_the_traceback_begins_with_the_learners_own_line():
    report = runner.run(find("linear_grad"), HEAD + "    return X @ X, 0", filename="mine.py")
    lines = next(f.traceback for f in report.findings if f.traceback).splitlines()
    assert lines[0].startswith("Traceback")
    assert 'File "mine.py", line 2' in lines[1]


def test_an_answer_sees_nothing_of_another_one():
    first = "import builtins\nbuiltins.leaked = 1\n" + find("gd_step").solution
    assert runner.run(find("gd_step"), first).outcome == "ok"
    second = HEAD + "    return leaked * w, b"
    assert "`leaked` is not defined" in told(second)


def test_a_file_beside_the_answer_does_not_replace_a_module(tmp_path, monkeypatch):
    (tmp_path / "numpy.py").write_text("raise SystemExit('the wrong numpy')")
    monkeypatch.chdir(tmp_path)
    worker = runner.Worker()
    report = runner.Report("gd_step")
    worker.judge(find("gd_step"), find("gd_step").solution, "gd_step.py", [], report)
    worker.kill()
    assert report.outcome == "ok"


def test_the_same_seed_gives_the_same_report_and_another_one_other_data():
    source = HEAD + "    return w, b"
    reports = [str(runner.run(find("linear_grad"), source, seed=seed)) for seed in (5, 5, 6)]
    assert reports[0] == reports[1]
    assert reports[0].replace("seed 5", "") != reports[2].replace("seed 6", "")
    assert "bpcourse check linear_grad --seed 5" in reports[0]
