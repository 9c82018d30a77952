"""Tests that share what is slow to start are run by the same worker."""

import pytest

pytest.importorskip("xdist", reason="needs pytest-xdist: python -m pip install pytest-xdist")

from .together import own, shared


def test_all_that_is_run_for_one_exercise_or_experiment_is_together():
    assert own("tests/a.py::test_one[gd_step]") == own("tests/b.py::test_two[gd_step-uphill]")
    assert own("tests/a.py::test_one[StepSize]") == own("tests/a.py::test_two[StepSize-hello]")
    apart = ["test_one[gd_step]", "test_one[fit_line]", "test_one[3]", "test_one", "test_two"]
    assert len({own(f"tests/a.py::{name}") for name in apart}) == len(apart)


def test_all_that_is_run_for_one_lesson_and_all_in_the_browser_share_what_is_open():
    lesson = "tests/a.py::test_one[02_gradient_descent]"
    assert shared(lesson) == shared("tests/browser/b.py::test_two[02_gradient_descent]")
    assert shared("tests/browser/b.py::test_two[gd_step]")
    assert not shared("tests/a.py::test_one[gd_step]")
