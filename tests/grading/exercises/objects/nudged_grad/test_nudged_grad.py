"""nudged_grad is judged on functions of the check's own."""

import numpy as np
import pytest

from bpcourse.checking.compare import same
from bpcourse.checking.inputs import independent


def test_slope_of_a_square(nudged_grad, rng):
    """The slope of the sum of squares is 2 w."""
    w = rng.normal(size=(2, 3))
    same(nudged_grad(lambda w: np.sum(w**2), w), 2 * w, "dw")


def test_puts_the_numbers_back(nudged_grad, rng):
    """It leaves w as it was, and the function always sees w itself."""
    w, seen = rng.normal(size=3), []
    before = w.copy()

    def loss(v):
        seen.append(v is w or np.shares_memory(v, w))
        return float(v @ v)

    got = nudged_grad(loss, w)
    assert np.array_equal(w, before), "w is not what it was before.\nPut every number back."
    assert len(seen) == 6, f"f was called {len(seen)} times for 3 numbers, but should be 6 times."
    independent(got, "dw", w=w)


def test_an_error_of_the_function_comes_through(nudged_grad, rng):
    """An error that f raises is not swallowed."""

    def broken(w):
        raise ZeroDivisionError("f is not defined here")

    with pytest.raises(ZeroDivisionError, match="not defined here"):
        nudged_grad(broken, rng.normal(size=2))
