"""Ten short functions whose steps were written down by hand, before they were watched."""

import numpy as np
import pytest

from .watched import watched

BY_HAND = {}


def by_hand(source, *arguments, result):
    """The steps of the function `f` of that source: its lines, and what each of them has made."""

    def add(steps):
        BY_HAND[steps.__name__] = source, arguments, steps(), result

    return add


@by_hand(
    """
def f(x):
    s = 0.0
    for v in x:
        s += v
    return s
""",
    [1.0, 2.5],
    result="3.5",
)
def a_sum_in_a_loop():
    yield 3, {"s": "0"}
    yield 4, {"v": "1"}
    yield 5, {"s": "1"}
    yield 4, {"v": "2.5"}
    yield 5, {"s": "3.5"}
    yield 4, {}
    yield 6, {}


@by_hand(
    """
def f(X):
    row = X[0]
    row[1] = 7
    return X
""",
    np.array([[1.0, 2.0], [3.0, 4.0]]),
    result=["1 7", "3 4"],
)
def a_change_through_a_view():
    yield 3, {"row": ["1 2"]}
    yield 4, {"X": ["1 7", "3 4"], "row": ["1 7"]}
    yield 5, {}


@by_hand(
    """
def f(w, g):
    path = [w]
    for _ in range(2):
        w -= 0.5 * g(w)
        path.append(w)
    return path
""",
    np.array([4.0]),
    lambda w: w,
    result=[["1"], ["1"], ["1"]],
)
def one_array_kept_in_many_places():
    yield 3, {"path": [["4"]]}
    yield 4, {"_": "0"}
    yield 5, {"w": ["2"], "path": [["2"]]}
    yield 6, {"path": [["2"], ["2"]]}
    yield 4, {"_": "1"}
    yield 5, {"w": ["1"], "path": [["1"], ["1"]]}
    yield 6, {"path": [["1"], ["1"], ["1"]]}
    yield 4, {}
    yield 7, {}


@by_hand(
    """
def f(a, y):
    e = a - y
    s = e ** 2
    return s.mean()
""",
    np.array([[1.0], [2.0]]),
    np.array([1.0, 2.0]),
    result="0.5",
)
def a_column_that_meets_a_row():
    yield 3, {"e": ["0 -1", "1 0"]}
    yield 4, {"s": ["0 1", "1 0"]}
    yield 5, {}


@by_hand(
    """
def half(v):
    h = v / 2
    return h
def f(x):
    a = half(x)
    b = half(a) + 1
    return b
""",
    8.0,
    result="3",
)
def a_helper_that_is_entered_twice():
    yield 6, {"a": "4"}
    yield 3, {"h": "4"}
    yield 4, {}
    yield 7, {"b": "3"}
    yield 3, {"h": "2"}
    yield 4, {}
    yield 8, {}


@by_hand(
    """
def f(n):
    if n == 0:
        return 1
    r = f(n - 1)
    return n * r
""",
    2,
    result="2",
)
def a_function_that_calls_itself():
    yield 3, {}
    yield 5, {"r": "1"}
    yield 3, {}
    yield 5, {"r": "1"}
    yield 3, {}
    yield 4, {}
    yield 6, {}
    yield 6, {}


@by_hand(
    """
def f(n):
    steps = 0
    while True:
        n = n // 2
        if n == 0:
            break
        steps += 1
    return steps
""",
    5,
    result="2",
)
def a_loop_that_is_left():
    yield 3, {"steps": "0"}
    yield 4, {}
    yield 5, {"n": "2"}
    yield 6, {}
    yield 8, {"steps": "1"}
    yield 4, {}
    yield 5, {"n": "1"}
    yield 6, {}
    yield 8, {"steps": "2"}
    yield 4, {}
    yield 5, {"n": "0"}
    yield 6, {}
    yield 7, {}
    yield 9, {}


@by_hand(
    """
def f(x):
    try:
        y = 1 / x
    except ZeroDivisionError:
        y = 0
    return y
""",
    0,
    result="0",
)
def an_error_that_is_caught():
    yield 3, {}
    yield 4, {}
    yield 5, {}
    yield 6, {"y": "0"}
    yield 7, {}


@by_hand(
    """
def g(n):
    for i in range(n):
        yield 10 * i
def f(n):
    t = 0
    for v in g(n):
        t += v
    return t
""",
    2,
    result="10",
)
def a_generator():
    yield 6, {"t": "0"}
    yield 7, {"v": "0"}
    yield 3, {"i": "0"}
    yield 4, {}
    yield 8, {}  # 0 + 0 is what it was
    yield 7, {"v": "10"}
    yield 3, {"i": "1"}
    yield 4, {}
    yield 8, {"t": "10"}
    yield 7, {}
    yield 3, {}
    yield 9, {}


@by_hand(
    """
class Layer:
    def __init__(self, w):
        self.w = w
    def forward(self, x):
        self.x = x
        return self.w * x
def f(x):
    layer = Layer(3)
    y = layer.forward(x)
    return y
""",
    2,
    result="6",
)
def an_object_that_remembers():
    yield 9, {"layer": "Layer with w 3"}
    yield 4, {"self": "Layer with w 3"}
    yield 10, {"layer": "Layer with w 3, x 2", "y": "6"}
    yield 6, {"self": "Layer with w 3, x 2"}
    yield 7, {}
    yield 11, {}


def in_short(value):
    """A snapshot as it stands above: an array as its rows, a list as its parts."""
    if value["kind"] == "array":
        return [" ".join(row) for row in value["cells"]]
    if "parts" in value:
        return [in_short(part) for _, part in value["parts"]]
    return value["text"]


@pytest.mark.parametrize("name", BY_HAND)
def test_each_step_is_what_was_worked_out_by_hand(name):
    source, arguments, steps, result = BY_HAND[name]
    call = watched(source, "f", *arguments)
    seen = [
        (step["line"], {one["name"]: in_short(one["value"]) for one in step["made"]})
        for step in call["first"]
    ]
    assert seen == list(steps)
    assert in_short(call["result"]) == result
