import numpy as np
import pytest

from bpcourse.checking.compare import list_of, number_of, parts_of, same, show, usual_slips
from bpcourse.checking.given import independent, unchanged

RIGHT = np.array([1.0, 2.0, 3.0])


def message(check, *arguments, **options):
    with pytest.raises(AssertionError) as raised:
        check(*arguments, **options)
    return str(raised.value)


@pytest.mark.parametrize(
    "got",
    [
        RIGHT,
        [1, 2, 3],
        (1.0, 2.0, 3.0),
        RIGHT.astype(np.float32),
        RIGHT * (1 + 1e-9),
        np.arange(1, 4),
    ],
    ids=["array", "list", "tuple", "float32", "rounded", "whole numbers"],
)
def test_right_answers_may_look_different(got):
    same(got, RIGHT, "the result")


@pytest.mark.parametrize("got", [2, 2.0, np.float64(2), np.array(2.0), np.float32(2)])
def test_a_number_may_come_in_several_kinds(got):
    same(got, 2.0, "the result")


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (
            None,
            "The result is None, but should be an array.\nDoes your function end with `return`?",
        ),
        ("text", "The result is a number, but should be an array."),
        (same, "The result is a function, but should be an array."),
        ([[1], [1, 2]], "The result holds rows of different lengths, so it is no array."),
        (["a", "b"], "The result holds <U1 values, but should hold numbers."),
        (RIGHT > 1, "The result holds bool values, but should hold numbers."),
        (RIGHT * 1j, "The result holds complex numbers, but the rule gives real ones."),
        (RIGHT[:2], "The result has shape (2,), but should have shape (3,)."),
        (RIGHT[:, None], "As many numbers as there should be, but they lie differently"),
        (RIGHT + RIGHT[:, None], "NumPy makes the table of all pairs: print the shapes."),
        (RIGHT * np.nan, "The result holds nan (not a number), where numbers are expected."),
        (RIGHT * np.inf, "The result holds an infinite number, where numbers are expected."),
        (RIGHT + 1, "The result is [2, 3, 4], but should be [1, 2, 3].\nlook again"),
        (RIGHT + 1e-5, "but should be"),
    ],
)
def test_wrong_answers_are_told_what_was_seen(got, words):
    assert words in message(same, got, RIGHT, "the result", tip="look again")


def test_the_first_slip_that_fits_is_named():
    slips = [("not this one", RIGHT + 1), ("turned round", -RIGHT), ("nor this one", -RIGHT)]
    assert message(same, -RIGHT, RIGHT, "x", slips).endswith("\nturned round")


def test_a_slip_of_another_shape_is_named_too():
    assert message(same, RIGHT[:2], RIGHT, "x", [("one is missing", RIGHT[:2])]).endswith(
        "one is missing"
    )


def test_zeros_are_no_sign_of_a_slip():
    """If the slip's value is zero everywhere, to be equal to it says nothing."""
    told = message(same, np.zeros(3), RIGHT, "x", [("all is lost", np.zeros(3))], tip="look again")
    assert told.endswith("look again")


def test_transposed_is_said():
    assert "It is transposed" in message(same, np.ones((2, 3)), np.ones((3, 2)), "W")


def test_large_arrays_are_told_by_their_first_difference():
    wrong = np.zeros((5, 4))
    wrong[2, 1] = 7
    assert "1 of 20 numbers differ, the first at [2, 1]: 7 instead of 0." in message(
        same, wrong, np.zeros((5, 4)), "W"
    )


def test_float32_is_given_its_own_tolerance_and_no_more():
    same(np.float32(1.0003), 1.0, "x")
    message(same, 1.0003, 1.0, "x")
    message(same, np.float32(1.01), 1.0, "x")


@pytest.mark.parametrize("n", [4, 7])
def test_usual_slips_name_the_mean(n):
    told = message(same, n * RIGHT, RIGHT, "dw", usual_slips(RIGHT, n))
    assert f"n = {n} times the right value" in told


def test_parts_and_lists_are_counted():
    assert parts_of([1, 2], "dw, db") == [1, 2]
    assert "None, but should be (dw, db)" in message(parts_of, None, "dw, db")
    assert "is an array, but should be 2 things" in message(parts_of, RIGHT, "dw, db")
    assert "has 3 parts, but should have 2" in message(parts_of, (1, 2, 3), "dw, db")
    assert list_of((1, 2), 2, "x") == [1, 2]
    assert "has 1 entries, but should have 2" in message(list_of, [1], 2, "x")
    assert "of type generator, but should be a list of 2" in message(
        list_of, (i for i in (1, 2)), 2, "x"
    )


def test_one_number_is_not_an_array_of_one():
    assert number_of(np.array(2.0), "x") == 2.0
    assert message(number_of, RIGHT, "the rate") == (
        "The rate has shape (3,), but should be one number."
    )


def test_numbers_are_shown_in_a_line():
    assert show(1 / 3) == "0.333333"
    assert show(np.array([[1, 2], [3, 4.5]])) == "[[1, 2], [3, 4.5]]"
    assert show(np.arange(20)) == "an array of shape (20,) that starts [0, 1, 2, 3, ...]"


# ---- what is given ----


def test_who_writes_into_an_array_is_found_at_that_line():
    w = np.ones(2)

    def careless():
        w[0] = 5

    def check():
        with unchanged(w=w):
            careless()

    assert "Your code changes what it was given (w)" in message(check)
    assert w.flags.writeable
    np.testing.assert_array_equal(w, 1)


def test_who_changes_a_list_is_found():
    params = [np.ones(2), 1.0]

    def check():
        with unchanged(params=params):
            params[1] = 2.0

    assert "Your code changes what it was given (params)" in message(check)


def test_other_errors_pass_through():
    with pytest.raises(ValueError, match="mine"), unchanged(w=np.ones(2)):
        raise ValueError("mine")


def test_an_alias_is_found():
    w = np.ones((2, 2))
    independent([w.copy(), 1.0], "the result", w=w)
    assert "The result shares its memory with w" in message(independent, [w.T], "the result", w=w)
