"""Result: a dictionary is compared key by key, and a slip may have a form of its own."""

import numpy as np

from bpcourse.checking.known_slips import KnownSlips
from bpcourse.checking.result import Comparison, equal
from bpcourse.checking.wrong import GENERIC, Slip

NAMES = {"A": ["the list A", "A[{i}]"], "kind": "kind"}
RIGHT = {"A": [np.array([1.0]), np.array([2.0, 3.0])], "kind": "relu"}


def seen(got):
    return Comparison(got, RIGHT, NAMES).seen()


def test_a_dictionary_is_right_in_any_order_and_with_more_in_it():
    assert Comparison(RIGHT, RIGHT, NAMES).right
    assert Comparison({"more": None, "kind": "relu", "A": tuple(RIGHT["A"])}, RIGHT, NAMES).right


def test_what_differs_in_a_dictionary_is_told_by_its_name():
    assert seen(RIGHT | {"kind": "tanh"}) == (
        "kind is 'tanh', but should be 'relu'.",
        "wrong_value",
    )
    told, kind = seen(RIGHT | {"A": [np.array([1.0]), np.array([2.0, 4.0])]})
    assert (told, kind) == ("A[1] is [2, 4], but should be [2, 3].", "wrong_value")
    told, kind = seen(RIGHT | {"A": RIGHT["A"][:1]})
    assert (told, kind) == ("The list A has 1 entry, but should have 2.", "wrong_count")


def test_what_is_no_dictionary_or_lacks_a_key_is_told():
    keys = "'A', 'kind'"
    told, kind = seen({"A": RIGHT["A"]})
    assert kind == "key_missing"
    assert told == f"The result is a dictionary without the key 'kind': it should have {keys}."
    told, kind = seen((RIGHT["A"], "relu"))
    assert kind == "wrong_kind"
    assert (
        told
        == f"The result is a tuple of 2 things, but should be a dictionary with the keys {keys}."
    )
    assert seen(None)[1] == "no_return"


def test_a_slip_of_another_form_is_named_where_it_fits_and_ruled_out_where_it_would_have_shown():
    longer = Slip("longer", "One too many.", RIGHT | {"A": [*RIGHT["A"], np.array([4.0])]})
    alone = Slip("alone", "That is the last one alone.", RIGHT["A"][-1])

    def explained(got):
        return Comparison(got, RIGHT, NAMES).explained(KnownSlips([longer, alone], RIGHT, NAMES))

    assert explained(longer.value) == ({"longer"}, {"longer": "One too many."})
    assert explained(alone.value) == ({"alone"}, {"alone": "That is the last one alone."})
    offered, fits = explained(RIGHT)
    assert (offered - GENERIC, fits) == ({"longer", "alone"}, {})


def test_dictionaries_are_equal_if_all_they_hold_is():
    other = RIGHT | {"A": [np.array([1.0]), np.array([2.0, 9.0])]}
    assert equal(RIGHT, dict(RIGHT))
    assert not equal(RIGHT, other)


def test_a_slip_that_leaves_a_part_right_does_not_explain_why_that_part_is_no_array():
    names, right = {"W": "W", "b": "b"}, (np.array([[1.0]]), np.array([2.0]))
    other_b = Slip("other_b", "b is another one.", b=np.array([3.0]))
    got = right[0].tolist(), right[1]
    assert Comparison(got, right, names).explained(KnownSlips([other_b], right, names))[1] == {}


def test_parts_within_a_part_are_told_by_its_name():
    names = {"Y": "Y", "state": {"mean": "the mean", "var": "the variance"}}
    right = np.ones(2), (np.zeros(2), np.ones(2))
    told, kind = Comparison((np.ones(2), np.zeros(2)), right, names).seen()
    assert kind == "wrong_kind"
    assert told == "state is an array, but should be 2 things: (mean, var)."
    told, kind = Comparison((np.ones(2), (np.zeros(2), np.zeros(2))), right, names).seen()
    assert (told, kind) == ("The variance is [0, 0], but should be [1, 1].", "wrong_value")
