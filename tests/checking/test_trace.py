"""A trace shows the call that fails: each line, what it made, and what became of what is there."""

import ast
import json
import re

import numpy as np
import pytest

from bpcourse.app.cli import main
from bpcourse.checking.exercise import find
from bpcourse.checking.judging.direct import judge_directly
from bpcourse.checking.progress import Progress
from bpcourse.checking.trace import trace, trace_of
from bpcourse.checking.tracing import recorder
from bpcourse.checking.tracing.axis_letters import Sizes, letters_in
from bpcourse.checking.tracing.beside import beside
from bpcourse.checking.tracing.call_record import KEPT
from bpcourse.checking.tracing.expressions import operations
from bpcourse.checking.tracing.lines import Statements
from bpcourse.checking.tracing.snapshots import snapshot
from bpcourse.checking.wrong import Part
from bpcourse.errors import UserError
from bpcourse.notebook import help_desk

from .watched import made, watched

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
CUT_IN_TWO = """
def minibatches(X, y, size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        yield X[start:start + size], y[order[start:start + size]]
"""
LARGEST = 5_000_000  # characters of a trace


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
    assert "for step in range(steps):     (pass 2 of 2)" in text
    assert "pass 3" not in text  # the loop has two
    assert text.endswith(told.finding.message)


def test_softmax_shows_where_the_zeros_come_from():
    mistake = find("softmax").mistake("largest_of_all")
    told = str(trace_of(find("softmax"), mistake, seed=1))
    zeros, _, odd = told.partition("softmax gives array (2, 3)")
    assert zeros.index("-999") < zeros.index("E = array (2, 3)") < zeros.rindex("0")
    assert "nan" in odd
    assert "call 1 of 3 of this check" in told  # the other two are right


def test_the_call_that_is_shown_is_the_one_that_gave_what_is_wrong():
    source = find("relu").solution.replace("np.maximum(z, 0)", "np.where(z > 1, z, 0.0)")
    told = trace_of(find("relu"), source, seed=1)
    beside = told.call["beside"]
    assert told.call["result"]["cells"] == beside["got"]["cells"]
    assert beside["got"]["cells"] != beside["expected"]["cells"]
    assert np.array(beside["differs"]).any()


def test_where_four_digits_are_the_same_more_are_shown():
    source = find("mse").solution.replace("return ", "return 1.00003 * ")
    beside = trace_of(find("mse"), source, seed=1).call["beside"]
    assert beside["got"]["text"] != beside["expected"]["text"]


def test_the_functions_of_the_check_show_what_they_have_answered():
    told = trace_of(find("gradient_descent"), KEEPS_ONE_ARRAY, seed=1)
    (line,) = [s for s in told.call["first"] if s["line"] == 8][:1]
    (answer,) = line["answers"]
    assert answer["name"] == "grad_fn"
    assert answer["given"][0]["shape"] == answer["gives"]["shape"] == [2]
    assert "grad_fn([3, -1]) gives [" in str(told)


def test_a_right_answer_is_shown_in_its_first_check():
    told = trace_of(find("gd_step"), find("gd_step").solution, seed=1)
    assert told.finding.outcome == "ok"
    assert str(told).splitlines()[1].startswith("✓ ")


def test_a_loop_without_end_shows_its_last_lines():
    source = "def gd_step(params, grads, lr):\n    while True:\n        lr = lr + 1\n"
    told = trace_of(find("gd_step"), source, seed=1)
    assert len(told.call["first"]) == len(told.call["last"]) == KEPT
    assert told.call["left_out"] > 0
    assert re.search(r"It was watched for [\d.]+ s.*, and was still running\.", str(told))
    assert "lines left out" in str(told)


SLOW = "    for i in range(10**9):\n        lr = lr + 0\n    return params\n"


@pytest.mark.parametrize(
    ("body", "outcome", "told"),
    [
        (f"    while True:\n        break\n{SLOW}", "late", "How it ends is in its report."),
        ("    while lr:\n        lr = lr + 0\n", "no", "whose condition never becomes false?"),
        (f"    go(5)\n{SLOW}", "late", "How it ends is in its report."),
        ("    go(40)\n", "no", "whose condition never becomes false?"),
    ],
    ids=["for", "while", "for after a recursion", "recursion"],
)
def test_only_what_may_have_no_end_is_asked_for_its_end(body, outcome, told, monkeypatch):
    monkeypatch.setattr(recorder, "LONGER", 0.1)
    source = "def go(n):\n    return n > 0 and (go(n - 1), go(n - 1))\n"
    source += f"def gd_step(params, grads, lr):\n{body}"
    findings = []
    options = {"filename": "own.py", "seed": 1, "tell": findings.append}
    call = judge_directly(find("gd_step"), source, watch=True, **options)
    assert "and was still running." in call["stopped"]
    assert (findings[0].outcome, told in findings[0].message) == (outcome, True)


def test_a_training_that_is_right_is_followed_to_its_end():
    told = trace_of(find("build_and_train"), find("build_and_train").solution, seed=1)
    assert told.finding.outcome == "ok"


@pytest.mark.parametrize("catch", ["except:", "except BaseException as error:"])
def test_a_loop_that_catches_all_errors_is_stopped_and_shown(catch):
    source = (
        "def gd_step(params, grads, lr):\n    n = 0\n    while True:\n"
        f"        try:\n            params[n].shape\n        {catch}\n            n = n + 1\n"
    )
    told = trace_of(find("gd_step"), source, seed=1)
    assert "and was still running." in told.call["stopped"]
    assert "loop whose condition never becomes false" in str(told)
    assert told.source == source


def test_what_a_bare_except_is_meant_to_catch_it_catches_while_it_is_watched():
    source = "def relu(z):\n    try:\n        exit()\n    except:\n        return z\n"
    source += "def relu_grad(z):\n    return z\n"
    assert "exit" not in trace_of(find("relu"), source, seed=1).finding.message


def test_the_call_that_gives_none_is_told_from_the_one_that_ended_with_an_error():
    told = trace_of(find("add_bias"), find("add_bias").mistake("in_place_no_return"), seed=1)
    assert (told.call["number"], told.call["count"]) == (2, 2)  # the first may not write, and stops
    assert told.call["raised"] == ""
    assert told.call["result"]["text"] == "None"


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
    note = help_desk.note("trace", "gd_step", 5)["markdown"]
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
    source = "def f(x):\n    try:\n        x / 0\n    finally:\n        x = 2\n"
    call = watched(source, "f", 1)
    assert call["raised"] == "ZeroDivisionError: division by zero"
    assert call["result"] is None


def test_that_a_loop_has_no_more_is_no_error():
    source = (
        "class Once:\n    def __init__(self): self.more = True\n"
        "    def __iter__(self): return self\n"
        "    def __next__(self):\n        if not self.more: raise StopIteration\n"
        "        self.more = False\n        return 7\n"
        "def f():\n    for x in Once():\n        y = x\n    return y\n"
    )
    call = watched(source, "f")
    assert [s["raised"] for s in call["first"] if s["line"] == 9] == [""] * 2
    assert list(call["loops"].values()) == [1]


# ---- what is worth a look ----


def test_an_argument_that_is_changed_is_worth_a_look_and_a_copy_is_not():
    source = (
        "def f(w, c):\n    row = w[0]\n    row += 1\n    c = c.copy()\n    c += 1\n    return w\n"
    )
    (remark,) = watched(source, "f", np.zeros((2, 2)), np.zeros(2))["remarks"]
    assert remark == {"step": 1, "line": 3, "text": "w, which was given, is changed"}
    source = "def f(path):\n    path[0] += 1\n    path.append(2)\n    return path\n"
    (remark,) = watched(source, "f", [np.zeros(2)])["remarks"]
    assert remark["line"] == 2


def test_the_first_nan_is_worth_a_look_where_none_was_given():
    source = "def f(x):\n    y = x / x\n    z = [y, y]\n    return z\n"
    with np.errstate(all="ignore"):
        (remark,) = watched(source, "f", np.zeros(2))["remarks"]
        assert (remark["line"], remark["text"]) == (2, "y is the first to hold nan or inf")
        assert watched(source, "f", np.array([np.nan]))["remarks"] == []


def test_an_array_that_grows_is_worth_a_look_and_a_row_on_a_table_is_not():
    source = "def f(a, b, T):\n    e = a - b\n    return T + b\n"
    call = watched(source, "f", np.ones((3, 1)), np.ones(3), np.ones((2, 3)))
    (remark,) = call["remarks"]
    assert remark["text"] == "a - b stretches (3, 1) and (3,) to (3, 3)"


def test_a_part_of_a_part_is_found_where_it_is():
    result = (np.ones(2), {"mean": np.zeros(1)})
    part = Part("the mean", result[1]["mean"], np.ones(1), 0.0, 1e-5)
    assert beside(part, result)["place"] == ["1", "mean"]
    assert beside(part, result[1]["mean"])["place"] == []
    assert beside(part, (1, 2))["place"] is None


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
    call = watched(source, "f", 20, is_endless=True)
    assert call["first"]
    assert len(json.dumps(call)) < LARGEST


def test_a_generator_is_one_call_that_gives_all_that_it_yields():
    source = "def f(n):\n    for i in range(n):\n        yield 10 * i\n"
    call = watched(source, "f", 3, then=list)
    assert (call["count"], call["result"]["kind"], call["result"]["length"]) == (1, "generator", 3)
    assert [one["gives"]["text"] for one in call["first"] if one["gives"]] == ["0", "10", "20"]
    assert list(call["loops"].values()) == [3]
    told = trace_of(find("minibatches"), CUT_IN_TWO, seed=1)
    assert told.call["number"] == 1
    assert "yield X[start" in str(told)


@pytest.mark.parametrize(
    "left", ["def f():\n    yield 1\n    yield 2", "def f():\n    return (i for i in [1, 2])"]
)
@pytest.mark.parametrize("has_begun", [True, False])
@pytest.mark.parametrize("when", ["before the call", "in the call"])
def test_a_generator_that_another_answer_has_left_is_no_call_when_it_is_thrown_away(
    left, has_begun, when
):
    earlier = {}
    exec(compile(left, "own.py", "exec"), earlier)
    kept = [earlier["f"]()]
    if has_begun:
        next(kept[0])
    source = "def f(kept):\n    kept.clear()\n    return 3\n"
    first = {"first": lambda kept: kept.clear()} if when == "before the call" else {}
    call = watched(source, "f", kept, **first)
    assert (call["count"], call["result"]["text"], call["raised"]) == (1, "3", "")
    assert [step["text"] for step in call["first"]] == ["kept.clear()", "return 3"]


def test_what_a_name_of_the_file_holds_is_seen_when_it_changes():
    source = "rate, K = 1.0, 2\ndef f():\n    global rate\n    rate *= K\n    return rate\n"
    call = watched(source, "f")
    assert {name: one["value"]["text"] for name, one in made(call, 4)[0].items()} == {"rate": "2"}


def test_a_function_that_calls_itself_without_end_shows_how_it_begins_to():
    call = watched("def f(n):\n    return f(n + 1)\n", "f", 0)
    assert "calls itself" in call["stopped"]
    assert call["first"][-1]["depth"] == len(call["first"]) - 1 > 50
    assert len(json.dumps(call)) < LARGEST


def test_what_runs_no_line_says_so():
    with pytest.raises(UserError, match="none of its lines is run"):
        trace_of(find("gd_step"), "async def gd_step(params, grads, lr):\n    return 1\n")


def test_an_object_that_never_ends_to_say_what_it_is_is_not_asked():
    loop = "class A:\n    def __repr__(self):\n        while True: pass\n"
    module = {"__name__": "answer"}
    exec(loop, module)
    assert snapshot(module["A"]()) == {"kind": "other", "text": "something of type A"}


def test_a_million_steps_are_bounded_in_time_and_size():
    source = "def f(n):\n    x = 0.0\n    for i in range(n):\n        x += i\n    return x\n"
    call = watched(source, "f", 10**6, seconds=0.1)
    assert call["stopped"]
    assert call["result"]["text"] == "5e+11"  # it goes on to its end, and only is not watched
    assert len(call["first"]) + len(call["last"]) == 2 * KEPT
    assert len(json.dumps(call)) < LARGEST


def test_a_loop_at_the_end_of_a_function_has_as_many_passes_as_it_runs():
    source = "def f(a):\n    for i in range(2):\n        a[i] = i\n"
    call = watched(source, "f", np.ones(2))
    heads = [s for s in call["first"] if s["line"] == 2]
    assert [s["is_head"] for s in heads] == [True, True, False]
    assert list(call["loops"].values()) == [2]


def test_a_header_is_a_statement_of_its_own():
    statements = Statements("if (a and\n    b):\n    c = 1\nelse:\n    c += d\n")
    assert [statements.begin(line) for line in (1, 2, 3, 5)] == [1, 1, 3, 5]
    assert statements.used[1] == ["a", "b"]
    assert statements.used[5] == ["c", "d"]


def test_arrays_that_meet_are_shown_with_the_table_that_they_make():
    source = "def f(a, b):\n    c = a - b\n    return c\n"
    call = watched(source, "f", np.arange(3.0), np.ones((3, 1)))
    operations = call["first"][0]["operations"]
    *_, difference = operations["list"]
    assert difference["text"] == "a - b"
    assert [operations["list"][place]["value"]["shape"] for place in difference["of"]] == [
        [3],
        [3, 1],
    ]
    assert difference["value"]["shape"] == [3, 3]
    assert operations["roots"] == [2]


def test_arrays_that_do_not_fit_are_shown_where_it_stops():
    call = watched("def f(X, w):\n    return 2 * X @ w\n", "f", np.ones((2, 3)), np.ones(2))
    (step,) = call["first"]
    assert "matmul" in step["raised"]
    assert [one["fits"] for one in step["operations"]["list"]] == [True, True, True, True, False]


@pytest.mark.parametrize(
    "line",
    [
        "X.sum(axis=0)", "np.mean(X, axis=1, keepdims=True)", "X.T @ X", "np.exp(X) / 2",
        "X[:, 1] > 0", "np.where(X > 0, X, 0.0)", "X.reshape(3, 2)", "np.outer(X[0], X[1])",
        "X[:, None] * X", "X.max() ** 2", "X.reshape(len(X), -1)", "np.zeros_like(X)", "-X[..., 0]",
    ],
)  # fmt: skip
def test_what_is_computed_once_more_is_what_the_line_gives(line):
    X = np.array([[-1.0, 2.0, 0.5], [3.0, -2.0, 4.0]])
    source = f"import numpy as np\ndef f(X):\n    return {line}\n"
    call = watched(source, "f", X)
    operations = call["first"][0]["operations"]
    assert operations["list"][operations["roots"][0]]["value"] == call["result"]


@pytest.mark.parametrize(
    "line", ["g(X)", "rng.normal(size=3) + X", "X.sort()", "next(X)", "f(X)[0]"]
)
def test_what_may_do_something_is_not_done_twice(line):
    source = f"def f(X):\n    {line} + X @ X\n"
    (node,) = ast.parse(source).body[0].body
    asked = []
    names = {"X": np.ones(3), "rng": np.random.default_rng(0), "f": asked.append, "g": asked.append}
    assert operations(node, names.__getitem__, lambda name, shape: ()) == [None]
    assert asked == []


def test_axes_have_the_letters_of_the_docstring_and_hand_them_on():
    docstring = "X (n, n_in), w (n_in,), b a number. Returns dw (n_in,) and db, a number."
    assert letters_in(docstring) == {"X": ("n", "n_in"), "w": ("n_in",), "dw": ("n_in",)}
    source = "def f(X, w):\n    z = X @ w\n    dw = X.T @ z\n    q = dw\n    return dw\n"
    call = watched(source, "f", np.ones((2, 3)), np.ones(3), letters=letters_in(docstring))
    assert call["letters"] == {"X": ["n", "n_in"], "w": ["n_in"]}
    made = {one["name"]: one["letters"] for step in call["first"] for one in step["made"]}
    assert made == {"z": ["n"], "dw": ["n_in"], "q": ["n_in"]}


def test_letters_that_do_not_fit_are_left_out():
    sizes = Sizes({"X": ("n", "n_in"), "y": ("n",), "c": ("2",)})
    assert sizes.of("X", (5, 3)) == ("n", "n_in")
    assert sizes.of("y", (4,)) == sizes.of("y", (5, 1)) == sizes.of("c", (3,)) == ()
    assert sizes.of("c", (2,)) == ("2",)


def test_passes_are_counted_for_each_time_that_a_loop_begins():
    source = "def f(n):\n    for i in range(2):\n        for j in range(3):\n            n += j\n"
    call = watched(source, "f", 0)
    inner = [step["loops"] for step in call["first"] if step["line"] == 4]
    assert [[loop[2] for loop in loops] for loops in inner] == [
        [i, j] for i in (1, 2) for j in (1, 2, 3)
    ]
    assert sorted(call["loops"].values()) == [2, 3, 3]


def test_a_large_array_is_a_heat_map():
    A = np.arange(2000.0).reshape(40, 50)
    A[0, 0] = np.nan
    told = snapshot(A)
    assert len(told["heat"]) == 16
    assert {len(row) for row in told["heat"]} == {32}
    assert told["heat"][0][0] == "!"
    assert told["heat"][-1][-1] == "9"
    assert (told["low"], told["high"], told["not_finite"]) == ("1", "1999", 1)


# ---- the page ----


def test_the_page_holds_the_call_and_asks_for_nothing_else():
    told = trace_of(find("linear_grad"), find("linear_grad").mistake("no_mean"), seed=1)
    html = told.as_html()
    assert html == told.as_html()
    assert "<pre>linear_grad, line by line" in html  # for whoever runs no script
    data = json.loads(re.search(r'application/json">(.*?)</script>', html)[1])
    assert data["call"]["name"] == "linear_grad"
    assert not re.search(r"(src|href)=", html.partition("<script>")[0])
