"""What Python and NumPy say of the usual slips is told in plain words, by the installed NumPy."""

import re

import numpy as np
import pytest

from bpcourse.checking.usual_errors import TABLE, usual

NAMES = {"np": np, "e": np.array([1.0, 2.0]), "whole": np.array([1, 2]), "M": np.ones((2, 3))}
SLIPS = {
    "M @ M": ("shapes_do_not_fit", "here 3 meet 2."),
    "np.dot(M, M)": ("shapes_do_not_fit", "here 3 meet 2."),
    "M @ 2.0": ("shapes_do_not_fit", "with a single number the product is `*`"),
    "M + e": ("shapes_do_not_fit", "(2,3) and (2,) do not fit element by element"),
    "e.__setitem__(slice(None), M)": (
        "shapes_do_not_fit",
        "(2,3) into a place of shape (2,)",
    ),
    "M.reshape(4, 2)": ("shapes_do_not_fit", "6 numbers do not fill the shape (4,2)"),
    "np.concatenate([e, 1.0])": ("shapes_do_not_fit", "`np.concatenate([w, [b]])`"),
    "np.concatenate([e, np.array(1.0)])": ("shapes_do_not_fit", "`np.concatenate([w, [b]])`"),
    "np.concatenate([np.array(1.0), np.array(1.0)])": (
        "shapes_do_not_fit",
        "no axis to join along",
    ),
    "np.concatenate([M, e])": ("shapes_do_not_fit", "different numbers of axes, 2 and 1"),
    "np.vstack([M, e])": ("shapes_do_not_fit", "axis 1 is 3 long in one, 2 in another"),
    "np.stack([e, np.ones(3)])": ("shapes_do_not_fit", "all of them must have the same"),
    "np.array([e, M])": ("shapes_do_not_fit", "go through the list, one array after the other"),
    "e.sum(axis=1)": ("shapes_do_not_fit", "asks for axis 1 of an array"),
    "e[0, 1]": ("shapes_do_not_fit", "gives 2 indices"),
    "M[:, 3]": ("no_such_index", "asks for index 3 on an axis that is 3 long"),
    "whole.__iadd__(e)": ("fractions_do_not_fit", "puts fractions into an array of whole numbers"),
    "1 if e > 0 else 0": ("one_of_many", "`np.where(condition, this, that)`"),
    "float(e)": ("one_of_many", "takes a single number"),
    "np.concatenate(e, e)": ("one_of_many", "takes them in a list"),
    "M(e)": ("calls_an_array", "as if it were a function"),
    "e ^ 2": ("caret", "the square of e is `e ** 2`"),
    "2.0 ^ 2.0": ("caret", "The power is `**`"),
    "e > 0 & e < 1": ("logic_on_numbers", "each of these needs brackets"),
    "1.0 | 2": ("logic_on_numbers", "each of these needs brackets"),
    "~e": ("logic_on_numbers", "takes no fractions"),
    "~2.0": ("logic_on_numbers", "takes no fractions"),
    "1 - (e > 0) - (e > 1)": None,
    "(e > 0) - (e > 1)": ("computes_with_truth", "`1.0 * (...)`"),
    "-(e > 0)": ("computes_with_truth", "`1.0 * (...)`"),
    "None + e": ("computes_with_none", "without `return`"),
    "[1.0] * 2.0": ("computes_with_lists", "multiplies a list by a number"),
    "[1.0] + (1,)": ("computes_with_lists", "adds a tuple to a list"),
    "[1.0] - [1.0]": ("computes_with_lists", "computes a list - a list"),
    "{}['Z']": None,
}


@pytest.mark.parametrize(("slip", "told"), SLIPS.items())
def test_a_usual_slip_is_told_in_plain_words(slip, told):
    known = known_of(slip)
    assert (known and known[0]) == (told and told[0])
    assert told is None or told[1] in known[1]


def test_each_sentence_of_the_table_is_told_of_some_slip():
    told = [known[1] for known in map(known_of, SLIPS) if known]
    for _, _, sentence in TABLE:
        shape = ".*".join(map(re.escape, re.split(r"\{\d\}", sentence)))
        assert any(re.fullmatch(shape, one) for one in told), sentence


def known_of(slip):
    """What is said of this slip, or None."""
    try:
        eval(slip, dict(NAMES))
    except Exception as error:
        return usual(error)
    return None


def test_a_very_long_text_is_not_read_to_its_end():
    assert usual(ValueError("x" * 1000 + "inhomogeneous")) is None
