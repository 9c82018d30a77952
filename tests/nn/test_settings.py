from fractions import Fraction

import numpy as np
import pytest

from bpcourse.nn.settings import require_count, require_methods, require_number, require_real


@pytest.mark.parametrize("number", [0.5, 1, np.float64(0.5), np.float32(0.5), np.int8(1)])
def test_a_number_comes_back_as_a_plain_float(number):
    found = require_number("p", number, "a chance", above=0, at_most=1)
    assert type(found) is float
    assert found == number


def test_a_fraction_is_a_number():
    assert require_number("p", Fraction(1, 4), "a chance") == 0.25


@pytest.mark.parametrize("number", [0, 1.5, np.nan, np.inf, -np.inf, 10**400])
def test_a_number_outside_its_limits_is_told_them_and_its_meaning(number):
    with pytest.raises(ValueError) as raised:
        require_number("p", number, "a chance", above=0, at_most=1)
    assert str(raised.value) == (
        f"p is {number}.\nIt must be a number, above 0 and at most 1: a chance."
    )


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({}, "a finite number"),
        ({"above": 0}, "a number, above 0 and finite"),
        ({"at_least": 0}, "a number, at least 0 and finite"),
        ({"at_least": 0, "below": 1}, "a number, at least 0 and below 1"),
        ({"at_most": 3}, "a number, at most 3"),
    ],
)
def test_the_limits_are_told_in_words(limits, words):
    with pytest.raises(ValueError) as raised:
        require_number("beta", np.nan, "a part", **limits)
    assert str(raised.value) == f"beta is nan.\nIt must be {words}: a part."


@pytest.mark.parametrize("thing", [None, "0.5", True, np.True_, 1j, [0.5], np.array([0.5, 0.5])])
def test_what_is_no_number_is_shown_as_it_is(thing):
    with pytest.raises(ValueError) as raised:
        require_number("p", thing, "a chance")
    assert str(raised.value) == f"p is {thing!r}.\nIt must be a finite number: a chance."


@pytest.mark.parametrize("count", [3, np.int64(3), np.uint8(3)])
def test_a_count_comes_back_as_an_int(count):
    assert type(require_count("n", count, "samples")) is int


@pytest.mark.parametrize(
    ("thing", "shown"),
    [
        (0, "0"),
        (-1, "-1"),
        (2.0, "2.0"),
        (np.float64(2.5), "2.5"),
        (np.nan, "nan"),
        ("3", "'3'"),
        (None, "None"),
        (True, "True"),
    ],
)
def test_what_counts_nothing_is_refused(thing, shown):
    with pytest.raises(ValueError) as raised:
        require_count("n", thing, "how many samples there are")
    assert str(raised.value) == (
        f"n is {shown}.\nIt must be a whole number, 1 or more: how many samples there are."
    )


def test_a_loss_may_be_no_finite_number_but_must_be_one():
    assert np.isnan(require_real("loss", np.float32(np.nan), "the loss"))
    with pytest.raises(ValueError) as raised:
        require_real("loss", None, "the loss")
    assert str(raised.value) == "loss is None.\nIt must be a number: the loss."


def test_a_class_is_not_taken_for_its_object():
    with pytest.raises(TypeError) as raised:
        require_methods("optimizer", dict, "step")
    assert str(raised.value) == (
        "optimizer is the class dict, and not an object of that class.\n"
        "Write dict(...), with its arguments between the brackets."
    )


def test_a_method_that_is_missing_is_named():
    with pytest.raises(TypeError) as raised:
        require_methods("net", [], "forward", "backward")
    assert str(raised.value) == (
        "net is a list, which has no method forward.\nIt needs forward and backward."
    )
