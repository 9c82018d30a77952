import itertools

import numpy as np
import pytest

from bpcourse.authoring.slips_apart import rules
from bpcourse.checking.compare import (
    TOLERANCE,
    alike,
    close,
    list_of,
    near,
    number_of,
    parts_of,
    same,
    show,
    usual_slips,
)
from bpcourse.checking.exercise import find
from bpcourse.checking.inputs import changed, independent, unchanged
from bpcourse.checking.known_slips import KnownSlips
from bpcourse.checking.result import Comparison, spoilt_by
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip, Wrong

RIGHT = np.array([1.0, 2.0, 3.0])


def wrong(check, *arguments, **options):
    with pytest.raises(Wrong) as raised:
        check(*arguments, **options)
    return raised.value


def message(check, *arguments, **options):
    return str(wrong(check, *arguments, **options))


@pytest.mark.parametrize(
    "got",
    [RIGHT, RIGHT.astype(np.float32), RIGHT * (1 + 1e-9), np.arange(1, 4)],
    ids=["array", "float32", "rounded", "whole numbers"],
)
def test_right_answers_may_look_different(got):
    same(got, RIGHT, "the result")


@pytest.mark.parametrize("got", [2, 2.0, np.float64(2), np.array(2.0), np.float32(2), np.int8(2)])
def test_a_number_may_come_in_several_kinds(got):
    same(got, 2.0, "the result")


@pytest.mark.parametrize("got", [[1, 2.0], (1.0, 2.0), np.array([1.0, 2.0]), [np.float64(1), 2]])
def test_a_list_of_numbers_may_come_as_an_array(got):
    same(got, [1.0, 2.0], "the losses")


async def later():
    return RIGHT


@pytest.mark.parametrize(
    ("got", "kind", "words"),
    [
        (None, "no_return", "The result is None, but should be an array.\nDoes your function end"),
        ("text", "wrong_kind", "The result is a text, but should be an array."),
        (same, "gives_function", "The result is a function, but should be an array.\nIs there a"),
        (list, "gives_type", "The result is a class, and not what it makes, but should be"),
        (map(abs, RIGHT), "gives_map", "The result is a `map` object, which has computed nothing"),
        ((x for x in RIGHT), "gives_generator", "a generator, which has computed nothing yet"),
        ([1.0, 2.0, 3.0], "list_for_array", "The result is a list, but should be an array.\nMake"),
        ((1.0, 2.0), "wrong_kind", "The result is a tuple of 2 things, but should be an array."),
        ({1: 2}, "wrong_kind", "The result is a dictionary, but should be an array."),
        (True, "wrong_kind", "The result is True, but should be an array."),
        (object(), "wrong_kind", "The result is an object of type object, but should be"),
        (np.array(["a", "b", "c"]), "no_numbers", "holds texts, but should hold numbers."),
        (np.array([1, None, 2]), "no_numbers", "holds objects that are no numbers, but should"),
        (RIGHT > 1, "no_numbers", "The result holds True and False, but should hold numbers."),
        (RIGHT > 1, "no_numbers", "`1.0 * (...)` makes 1 of True and 0 of False."),
        (RIGHT * 1j, "no_numbers", "holds complex numbers, but the rule gives real ones."),
        (RIGHT[:2], "wrong_shape", "has shape (2,), but should have shape (3,)."),
        (RIGHT[:, None], "other_axes", "As many numbers as there should be, but they lie"),
        (2.0, "number_for_array", "is one number, but should be an array of shape (3,)."),
        (RIGHT * np.nan, "not_finite", "holds nan (not a number), where numbers are expected."),
        (RIGHT * np.inf, "not_finite", "holds an infinite number, where numbers are expected."),
        (RIGHT + 1, "wrong_value", "is [2, 3, 4], but should be [1, 2, 3].\nlook again"),
        (RIGHT * 1.0001, "wrong_value", "but should be"),
    ],
)
def test_wrong_answers_are_told_what_was_seen_and_have_an_id(got, kind, words):
    told = wrong(same, got, RIGHT, "the result", tip="look again")
    assert told.kind == kind
    assert words in str(told)


def test_what_async_def_gives_is_told():
    coroutine = later()
    assert "Write `def`, not `async def`." in message(same, coroutine, RIGHT, "the result")
    coroutine.close()


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (
            np.array([2.0]),
            "is an array of shape (1,), but should be one number.\nReturn the number",
        ),
        (RIGHT, "is an array of shape (3,), but should be one number."),
        ([2.0], "is a list, but should be a number."),
        (np.nan, "is nan (not a number), but should be 2."),
        ("2", "is a text, but should be a number."),
    ],
)
def test_one_number_is_asked_for_as_one_number(got, words):
    assert words in message(same, got, 2.0, "the rate")


def test_a_tip_appears_only_where_a_value_or_a_shape_is_wrong():
    assert message(same, RIGHT + 1, RIGHT, "x", tip="look").endswith("look")
    assert message(same, RIGHT[:2], RIGHT, "x", tip="look").endswith("look")
    for got in (None, RIGHT * np.nan, [1, 2, 3], "text"):
        assert "look" not in message(same, got, RIGHT, "x", tip="look")


def test_slips_that_fit_are_told_apart_from_those_that_were_only_offered():
    slips = [
        Slip("no", "not this one", RIGHT + 1),
        Slip("turned", "turned round", -RIGHT),
        Slip("right", "no slip at all here", RIGHT),
        Slip("no", "nor this one", RIGHT + 2),
    ]
    told = wrong(same, -RIGHT, RIGHT, "x", slips)
    assert told.fitting == {"turned": "turned round"}
    assert told.offered == ["no", "no/2", "turned"]


def test_a_slip_of_another_shape_is_named_too():
    slips = [Slip("short", "one is missing", RIGHT[:2])]
    assert message(same, RIGHT[:2], RIGHT, "x", slips).endswith("one is missing")


def test_to_be_near_zero_is_no_sign_of_a_slip_that_gives_zeros():
    slips = [Slip("gone", "all is lost", np.zeros(3))]
    assert wrong(same, np.full(3, 1e-11), 1e-9 * RIGHT, "x", slips).fitting == {}
    assert wrong(same, np.zeros(3), 1e-9 * RIGHT, "x", slips).fitting == {"gone": "all is lost"}


def test_nothing_is_no_zero():
    assert not alike(None, 0.0)
    assert alike(0, 0.0)


def test_fractions_below_one_are_cut_off_too():
    """Zeros of whole numbers show it; zeros that could hold fractions have another cause."""
    expected = np.array([0.25, 0.75])
    assert "fractions_cut" in spoilt_by(np.zeros(2, int), expected)[0]
    assert "fractions_cut" not in spoilt_by(np.zeros(2), expected)[0]


def test_transposed_is_said_only_where_the_numbers_are_those_of_the_transpose():
    W = np.arange(6.0).reshape(3, 2)
    assert wrong(same, W.T, W, "W").kind == "transposed"
    assert wrong(same, np.ones((2, 3)), W, "W").kind == "other_axes"


def test_large_arrays_are_told_by_their_first_difference():
    got = np.zeros((5, 4))
    got[2, 1] = 7
    assert "1 of 20 numbers differs, the first at [2, 1]: 7 instead of 0." in message(
        same, got, np.zeros((5, 4)), "W"
    )


def test_two_numbers_that_look_the_same_are_shown_with_more_digits():
    assert "[1.00002], but should be [1]" in message(same, np.array([1.00002]), np.ones(1), "x")


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e6, 1e200])
@pytest.mark.parametrize("kind", [np.float64, np.float32, np.float16])
def test_the_tolerance_follows_what_is_expected_and_not_what_comes_back(scale, kind):
    if kind is np.float64 or scale < 1e30:
        same(np.float64(scale) * RIGHT * (1 + 1e-6), scale * RIGHT, "x")
    off = (scale * RIGHT * 1.0009).astype(kind) if kind is np.float64 else RIGHT * 1.0009
    expected = scale * RIGHT if kind is np.float64 else RIGHT
    message(same, off.astype(kind), expected, "x")


def test_where_zeros_are_expected_the_scale_of_what_they_came_from_decides():
    same(np.full(3, 1e-12), np.zeros(3), "x")
    message(same, np.full(3, 1e-10), np.zeros(3), "x")
    same(np.full(3, 1e-10), np.zeros(3), "x", scale=1e3)


@pytest.mark.parametrize("n", [4, 7])
def test_usual_slips_name_the_mean(n):
    told = message(same, n * RIGHT, RIGHT, "dw", usual_slips(RIGHT, n))
    assert f"n = {n} times the right value" in told


def test_parts_and_lists_are_counted():
    assert parts_of([1, 2], "dw, db") == [1, 2]
    assert "None, but should be (dw, db)" in message(parts_of, None, "dw, db")
    assert "is an array, but should be 2 things" in message(parts_of, RIGHT, "dw, db")
    assert "has 3 parts, but should have 2" in message(parts_of, (1, 2, 3), "dw, db")
    assert "has 1 part, but should have 2" in message(parts_of, (1,), "dw, db")
    assert list_of((1, 2), 2, "x") == [1, 2]
    assert "has 1 entry, but should have 2" in message(list_of, [1], 2, "x")
    assert "a generator, which has computed nothing yet, but should be a list of 2" in message(
        list_of, (i for i in (1, 2)), 2, "x"
    )


def test_one_number_is_not_an_array_of_one():
    assert number_of(np.array(2.0), "x") == 2.0
    assert message(number_of, RIGHT, "the rate") == (
        "The rate is an array of shape (3,), but should be one number."
    )


def test_numbers_are_shown_in_a_line():
    assert show(1 / 3) == "0.333333"
    assert show(-0.0) == "0"
    assert show(np.array([-0.0, 1.5])) == "[0, 1.5]"
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

    told = message(check)
    assert "Your code changes what it was given (params)" in told
    assert "Collect the new values in a new list" in told


def test_which_argument_is_changed_is_found_by_trying():
    def careless(X, w):
        w += 1

    given = {"X": np.ones(2), "w": np.ones(2)}
    assert changed(careless, given) == "w"


def test_other_errors_pass_through():
    with pytest.raises(ValueError, match="mine"), unchanged(w=np.ones(2)):
        raise ValueError("mine")


def test_an_alias_is_found():
    w = np.ones((2, 2))
    independent([w.copy(), 1.0], "the result", w=w)
    assert "The result shares its memory with w" in message(independent, [w.T], "the result", w=w)
    params = [1.0, 2.0]
    told = message(independent, (params, 1.0), "the result", params=params)
    assert told == "The result holds the very list params that was given.\nReturn a new one."


@pytest.mark.parametrize("cut", [2, 2.0, np.float32(2.0), np.int64(2)])
def test_a_number_whose_fraction_was_cut_off_is_told_so_in_whichever_kind_it_comes(cut):
    fits, shows = spoilt_by(cut, 2.5)
    assert set(fits) == {"fractions_cut"}
    assert shows == {"fractions_cut"}


def test_what_is_rounded_is_told_by_its_digits_and_ruled_out_by_a_number_that_is_not():
    fits, shows = spoilt_by(0.33, 1 / 3)
    assert fits == {"rounded/2": "It is rounded to 2 digits: leave it as it is."}
    assert {"rounded/1", "rounded/2", "rounded/4"} <= shows
    assert "rounded/1" not in spoilt_by(2.0, 2.5)[1]
    offered, _ = Comparison(1.9802, 1.9802, "it").explained(KnownSlips([], 1.9802, "it"))
    assert "rounded/1" in offered


def test_an_infinite_slip_fits_only_what_is_infinite():
    """As that of a logarithm of 0, which overflows where the right answer is 1000."""
    assert alike(np.inf, np.inf)
    for other in (1000.0, -np.inf, np.nan, None, 0.0):
        assert not alike(other, np.inf), other


def test_a_small_number_is_no_zero_where_all_numbers_are_small():
    """As a step of 1e-9 that is missing where it leads exactly to 0."""
    (rule,) = rules(find("gd_step"))
    case = Case([np.array([1.0]), 0.25e-9], [np.array([1.0]), 2e-9], 0.125)
    small = Case([0.25e-9], [2e-9], 0.125)
    assert rule.compare([0.0], small).right
    assert rule.compare([1e-25], small).right
    assert not rule.compare([0.25e-9], small).right
    assert rule.compare([np.array([0.875]), 1e-17], case).right


def test_what_is_the_same_when_turned_is_not_told_to_be_transposed():
    square = np.array([[1.0, 2.0], [2.0, 1.0]])
    assert "transposed" not in spoilt_by(np.ma.masked_array(square), square)[0]


@pytest.mark.parametrize(
    ("got", "cause"),
    [(6.0, "added_up"), (1.5, "averaged"), (np.array([4.0, 2.0]), "added_up"), (2.5, None)],
)
def test_what_is_added_up_or_averaged_where_each_number_is_asked_for_is_told(got, cause):
    expected = np.array([[1.0, 2.0], [3.0, 0.0]])
    fits, shows = spoilt_by(got, expected)
    assert fits.keys() & {"added_up", "averaged"} == ({cause} if cause else set())
    assert {"added_up", "averaged"} <= shows


@pytest.mark.parametrize("got", [[1, 2, 3, 4], (1, 2, 3, 4)])
def test_what_should_lie_in_pairs_and_lies_loose_is_told(got):
    wanted = [(np.ones(1), np.ones(1))] * 2
    names = ["the result", {"W": "W of layer {i}", "b": "b of layer {i}"}]
    form = Comparison(type(got)(map(np.array, got)), wanted, names).form
    assert form.kind == "loose_parts"
    assert form.seen.endswith("put what belongs together into brackets of its own, (W, b).")
    assert Comparison([np.ones(1)] * 3, wanted, names).form.kind == "wrong_count"


ODD = [0.0, 1.0, -2.0, 1.0 + 1e-9, 1e300, np.inf, -np.inf, np.nan]


@pytest.mark.parametrize("one", [*itertools.product(ODD, repeat=2)])
def test_the_short_way_to_compare_says_what_each_number_by_itself_says(one):
    for other in itertools.product(ODD, repeat=2):
        array, expected = np.array(one), np.array(other)
        assert close(array, expected) == np.all(near(array, expected, 0.0, TOLERANCE)), other


def test_a_case_is_asked_once_for_what_its_slips_would_give():
    asked = []

    def slips(x):
        asked.append(x)
        return [Slip("doubled", "It is doubled.", 2 * x)]

    hand = {"One.": (1.0,)}
    draw = lambda rng, size, scale=1.0: (scale,)  # noqa: E731
    rule = Rule("f", float, result="it", draw=draw, sizes={"one": ()}, hand=hand, slips=slips)
    (case,) = rule.hand["One."]
    for _ in range(2):
        with pytest.raises(Wrong, match="doubled"):
            rule.hold(lambda x: 2 * x, case)
    assert asked == [1.0]
