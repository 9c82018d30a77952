"""Axes that fit take nice limits, grow at once, and shrink only when less than half is used."""

import numpy as np
import pytest

from bpcourse.experiments.axes import Axis, nice_step

LINEAR = Axis("loss", -1000.0, 1000.0, fit=True)
LOG = Axis("loss", 1e-12, 1e6, log=True, fit=True)


def limits(axis, *values, before=None):
    fitted = axis.fitted([np.array(values, dtype=float)], before)
    return fitted.low, fitted.high


@pytest.mark.parametrize(
    ("axis", "values", "wanted"),
    [
        (LINEAR, (0.0, 7.4), (0.0, 8.0)),
        (LINEAR, (-0.13, 0.31), (-0.2, 0.4)),
        (LINEAR, (3.0, 3.0), (3.0, 4.0)),
        (LINEAR, (0.0, 5000.0), (0.0, 1000.0)),
        (LOG, (0.02, 7.0), (0.01, 10.0)),
        (LOG, (2.0, 3.0), (1.0, 10.0)),
        (LOG, (1.0, 10.0), (1.0, 10.0)),
        (LOG, (0.0, 1e9), (1e5, 1e6)),
    ],
)
def test_limits_are_nice_and_never_wider_than_the_axis(axis, values, wanted):
    low, high = limits(axis, *values)
    if values == (3.0, 3.0):
        assert low <= 3 < high
        assert high - low < 10
    else:
        assert (low, high) == pytest.approx(wanted)


def test_numbers_that_differ_by_rounding_alone_do_not_make_an_axis_of_rounding():
    low, high = limits(LINEAR, 0.99999999, 1.0)
    assert high - low > 0.1
    low, high = limits(LINEAR, 1000.0, 1000.001)
    assert high - low > 100


def test_what_is_not_finite_has_no_say():
    assert limits(LINEAR, 0.0, np.nan, np.inf, 4.0) == (0.0, 4.0)
    assert limits(LINEAR, np.nan) == (LINEAR.low, LINEAR.high)


def test_an_axis_that_does_not_fit_stays_as_it_is():
    axis = Axis("step", 0, 40)
    assert axis.fitted([np.array([1.0, 900.0])]) is axis


@pytest.mark.parametrize(
    ("axis", "first", "then", "wanted"),
    [
        (LINEAR, (0, 10), (0, 30), (0, 30)),  # grows at once
        (LINEAR, (0, 10), (0, 6), (0, 10)),  # more than half is used: nothing moves
        (LINEAR, (0, 10), (0, 4), (0, 4)),  # less: it shrinks
        (LOG, (1e-4, 1), (1e-8, 1), (1e-8, 1)),
        (LOG, (1e-8, 1), (1e-5, 1), (1e-8, 1)),
        (LOG, (1e-8, 1), (1e-3, 1), (1e-3, 1)),
    ],
)
def test_it_grows_at_once_and_shrinks_only_when_less_than_half_is_used(axis, first, then, wanted):
    before = axis.fitted([np.array(first, dtype=float)])
    assert limits(axis, *then, before=before) == pytest.approx(wanted)


def test_no_picture_makes_the_axis_dance():
    """Curves from 0 to about 10 that tremble by a tenth: the limits grow a little, and stay."""
    rng, shown, seen = np.random.default_rng(0), None, set()
    for _ in range(50):
        shown = LINEAR.fitted([np.array([0.0, rng.normal(10, 1)])], shown)
        seen.add((shown.low, shown.high))
    assert len(seen) <= 3


def test_a_nice_step_is_1_2_or_5_times_a_power_of_ten():
    assert [nice_step(x) for x in (0.9, 1.0, 1.1, 3.0, 7.0, 0.013)] == [1, 1, 2, 5, 10, 0.02]


def test_what_is_nearly_flat_is_not_drawn_on_the_edge():
    for value in (1 - 1e-8, 1.0, 1 + 1e-8, -2 - 1e-9):
        axis = Axis("x", -50.0, 50.0, fit=True).fitted([np.array([value, value])])
        assert axis.low + 0.1 < value < axis.high - 0.1
