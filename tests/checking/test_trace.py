"""A trace shows the call that fails: each line, what it made, and what became of what is there."""

import json

import numpy as np
import pytest

from bpcourse.app.cli import main
from bpcourse.checking.exercise import exercises, find
from bpcourse.checking.progress import Progress
from bpcourse.checking.trace import trace, trace_of
from bpcourse.checking.tracing.lines import Statements
from bpcourse.checking.tracing.recorder import KEPT, Recorder
from bpcourse.errors import UserError
from bpcourse.notebook import help_desk

KEEPS_ONE_ARRAY = """
import numpy as np

def gradient_descent(grad_fn, w0, lr, steps):
    w = w0
    path = [w]
    for step in range(steps):
        w -= lr * grad_fn(w)
        path.append(w)
    return np.array(path)
"""
LARGEST = 5_000_000  # characters of a trace


def watched(source, name, *arguments, seconds=1.0):
    """The facts of one call of a function of this source."""
    module = {}
    exec(compile(source, "own.py", "exec"), module)
    with Recorder("own.py", source, seconds) as recorder:
        try:
            module[name](*arguments)
        except BaseException as error:  # also Stopped
            recorder.error = error
    return recorder.call.as_data(recorder.count)


def made(call, line):
    """What each pass of that line has made: a dictionary for each, from names to what was told."""
    steps = [step for step in [*call["first"], *call["last"]] if step["line"] == line]
    return [{one["name"]: one for one in step["made"]} for step in steps]


# ---- what an answer is shown ----


def test_an_array_that_is_changed_again_and_again_is_seen_in_every_place_that_holds_it():
    told = trace_of(find("gradient_descent"), KEEPS_ONE_ARRAY, seed=1)
    first, second = made(told.call, 8)
    assert first["w"]["in_place"]
    assert first["w"]["origin"] == "w0 itself"
    assert first["path"]["in_place"]
    parts = second["path"]["value"]["parts"]
    assert parts[0][1]["cells"] == parts[1][1]["cells"] == second["w"]["value"]["cells"]
    text = str(told)
    assert "w = [1.5, -0.5]  (2,)  (changed in place)  (w0 itself)" in text
    assert "for step in range(steps):     (pass 2)" in text
    assert "(pass 3)" not in text  # the loop has two
    assert text.endswith(told.finding.message)


def test_softmax_shows_where_the_zeros_come_from():
    mistake = find("softmax").mistake("largest_of_all")
    told = str(trace_of(find("softmax"), mistake, seed=1))
    assert "-1442  -1441" in told
    assert told.index("-1442") < told.index("nan     nan")


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
def test_a_wrong_answer_to_any_exercise_has_a_trace_that_is_data_of_bounded_size(exercise):
    mistakes = [mistake for mistake in exercise.mistakes if "endless" not in mistake.slips]
    mistake = mistakes[int(exercise.number.replace(".", "")) % len(mistakes)]
    told = trace_of(exercise, mistake.source, seed=1)
    assert told.finding.outcome == "no"
    assert told.call["name"] in (*exercise.defines, *vars_of(mistake.source))
    assert len(json.dumps(told.call)) < LARGEST
    assert exercise.solution.strip() not in str(told)


def vars_of(source):
    return [word.partition("(")[0] for word in source.split("def ")[1:]]


def test_a_right_answer_is_shown_in_its_first_check():
    told = trace_of(find("gd_step"), find("gd_step").solution, seed=1)
    assert told.finding.outcome == "ok"
    assert str(told).splitlines()[1].startswith("✓ ")


def test_a_loop_without_end_shows_its_last_lines():
    source = "def gd_step(params, grads, lr):\n    while True:\n        lr = lr + 1\n"
    told = trace_of(find("gd_step"), source, seed=1)
    assert len(told.call["first"]) == len(told.call["last"]) == KEPT
    assert told.call["left_out"] > 0
    assert "It was watched for 1 s, and was still running." in str(told)
    assert "lines left out" in str(told)


def test_the_same_seed_shows_the_same_call():
    wrong = find("linear_grad").mistake("no_mean")
    calls = [trace_of(find("linear_grad"), wrong, seed=7).call for _ in range(2)]
    assert calls[0] == calls[1]


def test_what_cannot_be_run_is_told_in_a_sentence(workspace):
    with pytest.raises(UserError, match="There is no answer to gd_step yet"):
        trace("gd_step")
    for text, told in (("def gd_step(", "cannot be watched before it can be run"), ("", "define")):
        with pytest.raises(UserError, match=told):
            trace_of(find("gd_step"), text)
    with pytest.raises(UserError, match="still to be written"):
        trace_of(find("gd_step"), find("gd_step").stub)


def test_to_watch_is_no_attempt(workspace):
    workspace.save_answer("gd_step", find("gd_step").mistake("uphill"))
    assert "gd_step(params, grads, lr)" in str(trace("gd_step"))
    assert Progress(workspace).honest_attempts("gd_step") == 0


def test_the_command_and_the_button_show_the_same(workspace, capsys):
    workspace.save_answer("gd_step", find("gd_step").mistake("uphill"))
    main(["trace", "gd_step", "--seed", "5"])
    shown = capsys.readouterr().out.strip()
    assert "(seed 5)" in shown
    note = help_desk._note("trace", "gd_step", 5)["markdown"]
    assert shown in note


# ---- what the recorder sees ----


def test_each_line_tells_what_it_uses_and_what_it_makes():
    source = "def f(X, w):\n    z = (\n        X @ w  # the product\n    )\n    return z\n"
    call = watched(source, "f", np.ones((2, 3)), np.arange(3.0))
    step, last = call["first"]
    assert step["text"] == "z = ( X @ w )"
    assert step["shapes"] == [["X", [2, 3]], ["w", [3]]]
    assert step["made"][0]["value"]["cells"] == [["3", "3"]]
    assert last["shapes"] == [["z", [2]]]
    assert call["result"]["shape"] == [2]
    assert call["origin"] == ""


def test_a_view_is_told_and_what_is_changed_through_it():
    source = "def f(X):\n    row = X[0]\n    row[:] = 7\n    return X\n"
    call = watched(source, "f", np.zeros((2, 2)))
    assert made(call, 2)[0]["row"]["origin"] == "a view of X"
    assert {"row", "X"} == set(made(call, 3)[0])
    assert made(call, 3)[0]["X"]["in_place"]
    assert call["origin"] == "X itself"


def test_helpers_are_entered_and_comprehensions_seen_in_what_they_make():
    source = (
        "def f(x):\n    return [g(i) for i in range(2)]\ndef g(i):\n    y = i + 1\n    return y\n"
    )
    call = watched(source, "f", 0)
    assert [(s["function"], s["depth"]) for s in call["first"]] == [("f", 0), *[("g", 1)] * 4]
    assert call["result"]["length"] == 2


def test_an_error_stops_at_its_line_and_one_that_is_caught_does_not_end_the_call():
    source = "def f(x):\n    y = x + 1\n    return y / 0\n"
    call = watched(source, "f", 1)
    assert call["first"][-1]["raised"] == call["raised"] == "ZeroDivisionError: division by zero"
    source = (
        "def f(x):\n    try:\n        x / 0\n    except Exception:\n        x = 2\n    return x\n"
    )
    call = watched(source, "f", 1)
    assert call["raised"] == ""
    assert call["result"]["text"] == "2"


@pytest.mark.parametrize(
    "source",
    [
        "def f(n):\n    return 1 if n == 0 else f(n - 1) + 1\n",  # calls itself
        "def f(n):\n    return sum(g(n))\ndef g(n):\n    for i in range(n):\n        yield i\n",
        "from functools import cache\n@cache\ndef f(n):\n    return n and f(n - 1) + 1\n",
        "class A:\n    def __call__(self, n):\n        self.n = n\n        return n\nf = A()\n",
        "def f(n):\n    for i in range(n):\n        for j in range(n): n += j\n    return n\n",
        "def f(n):\n    a = []\n    a.append(a)\n    return len(a)\n",  # a list that holds itself
        "class B:\n    def __repr__(self): raise ValueError\n    __eq__ = __hash__ = __repr__\n"
        "def f(n):\n    b = B()\n    c = [b, b]\n    return n\n",
        "def f(n):\n    x = yield_ = lambda a: a + n\n    return x(1)\n",
    ],
)
def test_strange_code_is_shown_too(source):
    call = watched(source, "f", 20)
    assert call["first"]
    assert len(json.dumps(call)) < LARGEST


def test_a_million_steps_are_bounded_in_time_and_size():
    source = "def f(n):\n    x = 0.0\n    for i in range(n):\n        x += i\n    return x\n"
    call = watched(source, "f", 10**6, seconds=0.1)
    assert call["stopped"]
    assert len(call["first"]) + len(call["last"]) == 2 * KEPT
    assert len(json.dumps(call)) < LARGEST


def test_a_loop_at_the_end_of_a_function_has_as_many_passes_as_it_runs():
    source = "def f(a):\n    for i in range(2):\n        a[i] = i\n"
    call = watched(source, "f", np.ones(2))
    assert [s["pass"] for s in call["first"] if s["line"] == 2] == [1, 2, 0]


def test_a_header_is_a_statement_of_its_own():
    statements = Statements("if (a and\n    b):\n    c = 1\nelse:\n    c += d\n")
    assert [statements.begin(line) for line in (1, 2, 3, 5)] == [1, 1, 3, 5]
    assert statements.used[1] == ["a", "b"]
    assert statements.used[5] == ["c", "d"]
