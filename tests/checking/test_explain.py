"""What Python says of the learner's code, in words that help."""

import pytest

from bpcourse.checking.exercise import find
from bpcourse.checking.judging import runner

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
        ("def linear_grad(X, y, w, b, *, lr): return 1", "but yours takes (X, y, w, b, *, lr)."),
        ("import nunpy as np", "Line 1 imports nunpy. Did you mean numpy?"),
        (HEAD + "    return np.zeros(3), 0", "begin it with `import numpy as np`"),
        (
            HEAD + "    return rnage(3)",
            "`rnage` is not defined in your answer.\n      Did you mean `range`?",
        ),
        (HEAD + "    return linear_grad(X, y, w, b)", "calls itself without end (RecursionError)"),
        (
            HEAD + "    return X @ X, 0",
            "the columns of A meet the rows of B, so they must be equally many; here 1 meet 2.",
        ),
        (
            "import numpy as np\n" + HEAD + "    return np.dot(X, X), 0",
            "In `np.dot(A, B)` the columns of A meet the rows of B, so they must be equally many",
        ),
        (HEAD + "    return X + y, 0", "(5,2) and (5,) do not fit element by element."),
        (HEAD + "    return (1 if y > 0 else 0), 0", "`np.where(condition, this, that)`"),
        (
            HEAD + "    import math\n    return math.exp(y), 0",
            "a function that takes a single number",
        ),
        (HEAD + "    return X + y, 0", "there:  X (5, 2), y (5,)"),
        (HEAD + "    assert b == 0, 'only without b'", "AssertionError: only without b"),
        (HEAD + "    assert b == 0", "where it may be refused, the task names the error."),
        (HEAD + "    return X.T @ (X @ w - y) ^ 2, 0", "`^`, which is not the power in Python"),
        (HEAD + "    return gd_step([w], [w], 1), 0", "It belongs to another exercise, but"),
        (HEAD + "    return bp.Dense(1, 2), 0", "An answer stands alone, without the course"),
        (HEAD + "    print('here')\n    return 1, 2", "Your code printed:\n      here"),
    ],
)
def test_errors_are_told_in_words_that_help(source, words):
    assert words in told(source)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("import torch", "torch"),
        ("import torch.nn as nn", "torch"),
        ("from sklearn.linear_model import LinearRegression", "sklearn"),
        ("import math, jax.numpy as jnp", "jax"),
        ("import no_such_module", "no_such_module"),
        ("torch = __import__('torch')", "torch"),
        ("import importlib\ntorch = importlib.import_module('torch')", "torch"),
    ],
)
def test_an_answer_stands_on_numpy_and_the_standard_library(line, name):
    """Also where the library is not installed, and where the import is inside the function."""
    number = line.count("\n") + 1
    rule = f"imports {name}, but an answer stands on NumPy and Python's standard library."
    assert f"Line {number} {rule}" in told(f"{line}\n{HEAD}    return X[0], b")
    inside = line.replace("\n", "; ")
    assert f"Line 2 {rule}" in told(f"{HEAD}    {inside}\n    return X[0], b")


@pytest.mark.parametrize(
    "line",
    [
        "import numpy as np, math",
        "from numpy.linalg import norm",
        "from __future__ import annotations",
        "from functools import reduce",
        "# torch would import this: import torch",
        "text = 'import torch'",
    ],
)
def test_what_an_answer_may_import_is_not_refused(line):
    solution = find("linear_grad").solution
    report = runner.run(find("linear_grad"), f"{line}\n{solution}", seed=1)
    assert report.outcome == "ok", str(report)


def test_the_course_itself_is_refused():
    source = "from bpcourse.nn.losses import MeanSquaredError\n" + HEAD + "    return X[0], b"
    assert "Line 1 imports bpcourse, but an answer stands alone." in told(source)


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
    told = [
        [finding.message for finding in runner.run(find("linear_grad"), source, seed=seed).findings]
        for seed in (5, 5, 6)
    ]
    assert told[0] == told[1] != told[2]
    assert "bpcourse check linear_grad --seed 5" in str(
        runner.run(find("linear_grad"), source, seed=5)
    )
