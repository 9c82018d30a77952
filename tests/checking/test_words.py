"""A word is found in one step, and what is declared is complete."""

import pytest

from bpcourse.checking.glossary import look_up, symbols, words


def test_a_word_is_looked_up_by_a_part_of_it_or_nearly():
    assert "The derivative of the loss with respect to the sums" in str(look_up("Delta"))
    assert "output delta" in str(look_up("delta"))
    assert str(look_up("cliping")).startswith("clipping (lesson 11):")
    assert str(look_up("relu")).startswith("ReLU (lesson 04):")
    assert str(look_up("xavier")).startswith("Xavier's rule (lesson 10):")


def test_a_word_that_another_one_explains_is_found_there():
    assert str(look_up("eigenvalue")).startswith("curvature (lesson 02):")
    assert str(look_up("hidden unit")).startswith("unit (lesson 03):")


def test_an_unknown_word_lists_those_that_are_known():
    told = str(look_up("zebra"))
    assert told.startswith("'zebra' is not among the words of the course")
    assert "gradient descent" in told


def test_no_word_and_no_symbol_is_declared_twice():
    names = [facts["word"] for facts in words()]
    assert len(names) == len(set(names))
    signs = [facts["symbol"] for facts in symbols()]
    assert len(signs) == len(set(signs))


# written with capitals everywhere
NAMES = {"ReLU", "Xavier's rule", "He's rule", "RMSprop", "Adam", "L1 penalty", "L2 penalty"}


@pytest.mark.parametrize("facts", words(), ids=lambda facts: facts["word"])
def test_every_word_is_explained_in_a_sentence(facts):
    assert set(facts) <= {"word", "lesson", "meaning", "formula"}
    assert facts["word"] in NAMES or facts["word"] == facts["word"].lower()
    assert 5 <= len(facts["meaning"].split()) <= 40
    assert facts["meaning"].endswith(".")


@pytest.mark.parametrize("facts", symbols(), ids=lambda facts: facts["symbol"])
def test_every_symbol_has_a_name_a_sound_a_shape_and_a_place_in_code(facts):
    wanted = {"symbol", "name", "spoken", "shape", "numpy", "lesson"}
    assert set(facts) - {"shown"} == wanted
    assert all(facts[key] for key in wanted)
