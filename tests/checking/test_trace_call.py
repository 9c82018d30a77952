"""A call of any function that the learner has written can be watched."""

import linecache

import numpy as np
import pytest

from bpcourse.checking.exercise import find
from bpcourse.checking.mine import reference
from bpcourse.checking.trace_call import trace_call
from bpcourse.errors import UserError


def test_any_function_of_ones_own_can_be_watched_where_its_code_is_known():
    source = "def half(x):\n    y = x / 2\n    return y\n"
    own = {"__name__": "__main__"}
    linecache.cache["cell-7"] = (len(source), None, source.splitlines(keepends=True), "cell-7")
    exec(compile(source, "cell-7", "exec"), own)
    told = trace_call(own["half"], 3.0)
    assert str(told).startswith("half(x):\n  x = 3\n")
    assert str(told).endswith("half gives 1.5")
    with pytest.raises(UserError, match="could not be called so"):
        trace_call(own["half"])
    for given in (np.sum, len, find, reference("gd_step")):  # the last is a model answer
        with pytest.raises(UserError, match="none of your own functions"):
            trace_call(given, 3.0)


def test_an_error_and_a_loop_without_end_are_shown_and_not_raised():
    source = "def f(x):\n    while x:\n        x = x + 1\n    return 1 / x\n"
    own = {"__name__": "__main__"}
    linecache.cache["cell-8"] = (len(source), None, source.splitlines(keepends=True), "cell-8")
    exec(compile(source, "cell-8", "exec"), own)
    assert trace_call(own["f"], 0).call["raised"] == "ZeroDivisionError: division by zero"
    assert "was still running" in trace_call(own["f"], 1).call["stopped"]
