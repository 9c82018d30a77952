"""What the promises ask: cases that are fair to every right answer."""

from collections import namedtuple

import numpy as np
import pytest

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import (
    LARGE,
    SMALL,
    _ask_again,
    _for_single_precision,
    _hold_fixed,
    _hold_whole,
    _leave_arguments,
    _whole_cases,
)
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.values import fresh
from bpcourse.checking.wrong import Wrong


def nearly_cancelling(rng, scale=1.0):
    """Half of all draws are the small difference of two large numbers."""
    near = rng.random() < 0.5
    return np.array([3.0]), np.array([3.0 - 1e-5 * rng.random() if near else 1.0])


RULE = Rule(
    "difference",
    lambda a, b: a - b,
    result="the difference",
    draw=nearly_cancelling,
    sizes={"one number": ()},
    hand={"3 - 1 is 2.": (np.array([3.0]), np.array([1.0]))},
)


@pytest.mark.parametrize("seed", range(10))
def test_single_precision_is_asked_where_rounding_decides_nothing(seed):
    single, plain = _for_single_precision(RULE, np.random.default_rng(seed), ())
    assert [argument.dtype for argument in single.given] == [np.float32, np.float32]
    assert plain.arguments[1][0] == 1.0
    assert RULE.compare(np.array([2.0 + 1e-4]), single).right  # what an answer may lose in float32
    assert not RULE.compare(np.array([2.0 + 1e-4]), plain).right
    assert not RULE.compare(np.array([2.001]), single).right


def cancelling(rng, scale=1.0):
    """What a sum of four has left: nothing but rounding, whose bits are those of an order."""
    return scale * np.array([0.1, 0.2, -0.3, 0.0]), 3.0


@pytest.mark.parametrize("scale", [1.0, SMALL, LARGE])
def test_of_two_right_answers_none_is_told_what_rounding_has_left(scale):
    options = {"draw": cancelling, "sizes": {"four": ()}, "hand": {}, "result": "the sum"}
    rule = Rule("added_up", lambda a, b: b * np.sum(a, keepdims=True), **options)
    drawn = rule.random(None, (), scale)
    right_too = np.sum(3.0 * drawn.arguments[0][::-1], keepdims=True)
    assert abs(right_too - rule.right(drawn)) > 1e-5 * abs(rule.right(drawn))
    assert rule.compare(right_too, drawn).right
    assert not rule.compare(np.zeros((2, 2)), drawn).right  # the shape is asked for all the same
    assert not rule.compare(right_too, Case(*drawn.arguments)).right  # and what is fixed decides


@pytest.mark.parametrize("seed", range(10))
def test_a_case_in_which_numbers_nearly_cancel_decides_where_more_than_rounding_is_left(seed):
    case = RULE.random(np.random.default_rng(seed), ())
    assert not RULE.compare(1.001 * RULE.right(case), case).right


def test_where_zeros_are_expected_a_small_number_beside_a_plain_one_is_none():
    options = {"sizes": {"two": ()}, "hand": {}, "result": "the slope"}
    draw = lambda rng, scale=1.0: (scale * np.array([0.25, -0.25]), 0.75)  # noqa: E731
    rule = Rule("no_slope", lambda a, lam: 0.0 * a, draw=draw, **options)
    case = rule.random(None, (), SMALL)
    assert not rule.compare(0.125 * case.arguments[0], case).right


def right(a, b):
    return a - b


def writes_into_a(a, b):
    a -= b
    return a.copy()


def counted(function, asked):
    def count(*arguments):
        asked.append(arguments)
        return function(*arguments)

    return count


def test_a_right_answer_is_asked_a_fixed_case_once():
    asked = []
    answer = counted(right, asked)
    _hold_fixed(RULE, answer, RULE.fixed())
    _leave_arguments(RULE, answer)
    assert len(asked) == len(RULE.fixed()) == 1


def test_who_writes_into_the_arguments_breaks_that_promise_and_no_other():
    _hold_fixed(RULE, writes_into_a, RULE.fixed())
    with pytest.raises(Wrong, match=r"changes what it was given \(a\)"):
        _leave_arguments(RULE, writes_into_a)


def test_what_was_noted_of_one_answer_says_nothing_of_another():
    _hold_fixed(RULE, right, RULE.fixed())
    with pytest.raises(Wrong, match=r"changes what it was given \(a\)"):
        _leave_arguments(RULE, writes_into_a)


def test_an_answer_that_gives_back_its_argument_is_told_by_the_promise_alone():
    zeros = Rule(
        "difference",
        lambda a, b: a - b,
        result="the difference",
        draw=nearly_cancelling,
        sizes={"one number": ()},
        hand={"3 - 0 is 3.": (np.array([3.0]), np.array([0.0]))},
    )
    _hold_fixed(zeros, lambda a, b: a, zeros.fixed())
    with pytest.raises(Wrong, match="shares its memory with a"):
        _leave_arguments(zeros, lambda a, b: a)


def test_after_one_that_writes_the_other_cases_are_held_as_ever():
    several = Rule(
        "difference",
        lambda a, b: a - b,
        result="the difference",
        draw=nearly_cancelling,
        sizes={"one number": ()},
        hand={"All.": [(np.array([n]), np.array([1.0])) for n in (1.0, 2.0, 3.0)]},
    )

    def sometimes(a, b):
        if a[0] == 2:
            a += 0
        return a - b if a[0] < 3 else a

    with pytest.raises(Wrong, match="is \\[3\\], but should be \\[2\\]"):
        _hold_fixed(several, sometimes, several.fixed())
    with pytest.raises(Wrong, match=r"changes what it was given"):
        _leave_arguments(several, sometimes)


def test_a_result_that_the_next_call_overwrites_is_seen_as_it_was():
    """Another promise is broken by that, and told."""
    out = np.zeros(1)
    several = [(np.array([n]), np.array([1.0])) for n in (1.0, 2.0, 3.0)]
    rule = Rule(
        "difference",
        lambda a, b: a - b,
        result="the difference",
        draw=nearly_cancelling,
        sizes={"one number": ()},
        hand={"All.": several},
    )
    _hold_fixed(rule, lambda a, b: np.subtract(a, b, out=out), rule.fixed())


ROWS = Rule(
    "layer",
    lambda X, W, b: X @ W + b,
    result="Z",
    draw=lambda rng, n, k: (numbers(rng, n, 3), numbers(rng, 3, k), numbers(rng, k)),
    sizes={"(4, 2)": (4, 2), "(1, 1)": (1, 1)},
    hand={"It adds up.": (np.ones((1, 3)), np.ones((3, 1)), np.array([0.5]))},
)


def adds_in_place(X, W, b):
    Z = X @ W
    Z += b
    return Z


def filled(X, W, b):
    Z = np.zeros((len(X), len(b)), dtype=X.dtype)
    Z[:] = X @ W
    return Z + b


def test_whole_numbers_are_asked_in_each_argument_in_most_and_in_all():
    rng = np.random.default_rng(1)
    alone, together = (
        ["".join(argument.dtype.kind for argument in case.given) for case in cases]
        for cases, _ in _whole_cases(ROWS, rng)
    )
    assert alone == ["iff", "fif", "ffi"]
    assert together == ["fii", "ifi", "iif", "iii"]
    with pytest.raises(TypeError):  # of NumPy: X and W whole, b not
        _hold_whole(ROWS, adds_in_place, rng)


@pytest.mark.parametrize("seed", range(5))
def test_what_goes_right_with_fractions_is_told_so(seed):
    with pytest.raises(Wrong) as raised:
        _hold_whole(ROWS, filled, np.random.default_rng(seed))
    assert list(raised.value.fitting) == ["fractions_cut"]
    with pytest.raises(Wrong) as raised:
        _hold_whole(ROWS, lambda X, W, b: X @ W, np.random.default_rng(seed))
    assert "fractions_cut" not in raised.value.fitting


# a share of few possible values: a wrong rule often gives the same twice
SHARE = Rule(
    "share",
    lambda A: float(np.mean(A[0] > 0)),
    result="the share",
    draw=lambda rng, n, k: (numbers(rng, n, k),),
    sizes={"(3, 2)": (3, 2), "(2, 5)": (2, 5)},
    hand={"Two of two.": (np.ones((1, 2)),)},
)


def kinds_told(make):
    """The kinds of what is told of an answer with 60 seeds; `make` makes the answer anew."""
    told = set()
    for seed in range(60):
        try:
            _ask_again(SHARE, make(), np.random.default_rng(seed))
        except Wrong as found:
            told.add(found.kind)
    return told


@pytest.mark.parametrize(
    "wrong", [lambda A: 0.5, lambda A: float(np.mean(A[-1] > 0)), lambda A: float(A[0, 0] > 0)]
)
def test_a_wrong_rule_is_not_said_to_keep_something(wrong):
    assert kinds_told(lambda: wrong) == {"wrong_value"}


def test_what_goes_by_the_shape_of_what_it_is_given_is_said_to_keep_something():
    def remembers():
        seen = {}
        return lambda A: seen.setdefault(A.shape, SHARE.rule(A))

    assert kinds_told(remembers) == {"keeps_state"}


def test_a_result_of_a_kind_of_ones_own_is_copied():
    Pair = namedtuple("Pair", "W b")
    assert fresh(Pair(np.ones(2), 1.0))[1] == 1.0
