"""Every number that a lesson states is given by its code, shown by a cell, or computed."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from bpcourse.authoring import figures, stated, text_numbers
from bpcourse.authoring.text_numbers import Passage

from ..conftest import skip_without_what_it_needs

# a lesson is held to it from the first function on that is called like one of its headings
HELD = [folder for folder in figures.lessons() if text_numbers.is_held(folder)]


@pytest.mark.parametrize("folder", HELD, ids=[folder.name for folder in HELD])
def test_every_number_in_the_texts_of_a_lesson_is_computed(folder):
    skip_without_what_it_needs(folder.name)
    assert dict(figures.of_texts(folder)) == {}


def test_the_first_lessons_are_held_to_it():
    assert {"02", "07", "11"} <= {folder.name[:2] for folder in HELD}


def test_numbers_are_found_as_people_write_them():
    text = (
        "From 7 to −2.5, 10,000 times 2e-3; 2-16-1, [0.25, 4] and 60 %, but not x9, W₁ or v1.2.3."
    )
    found = ["7", "−2.5", "10,000", "2e-3", "2", "16", "1", "0.25", "4", "60"]
    assert stated.numbers_in(text) == found
    assert stated.values_in("−2.5 and 10,000") == [-2.5, 10000.0]
    assert stated.numbers_in("Lessons 02, 07 and 11, exercise 07.2, in 45 minutes (6 min)") == []


@pytest.mark.parametrize(
    ("written", "computed", "is_known"),
    [
        ("2.6", 2.63, True),
        ("2.6", 2.66, False),
        ("2.60", 2.63, False),
        ("−4", 4.2, True),
        ("1000", 1040, True),
        ("1000", 600, False),
        ("2e-3", 0.0022, True),
        ("2e-3", 0.0026, False),
        ("3", 99, True),  # it counts something
        ("4", 99, False),
    ],
)
def test_a_number_is_known_if_it_is_rounded_as_it_is_written(written, computed, is_known):
    assert stated.is_known(written, [computed]) == is_known


NUMBERS = """
def a_bowl():
    return 0.9**5

def helper(x):
    return 77
"""


def passages(tmp_path, *cells):
    (tmp_path / "check_numbers.py").write_text(NUMBERS)
    return {p.name: p.missing for p in text_numbers._of_lesson(tmp_path, cells)}


def test_a_passage_knows_its_code_what_it_shows_and_its_function_and_nothing_else(tmp_path):
    shown = new_output("stream", name="stdout", text="loss 0.123456\n")
    told = "## A bowl (6 min)\nWith 0.7 the loss is 0.123, not 0.124, and 0.59 is left, not 0.6."
    cells = [
        new_markdown_cell("# Lesson 02: bowls\n**Time**: 45 minutes.\nThe start, 0.7"),
        new_markdown_cell(told),
        new_code_cell("rate = 0.7", outputs=[shown]),
        new_markdown_cell("### Exercise 02.9\nIts 99 numbers are the exercise's."),
        new_markdown_cell("## Helper\n0.7 once more, and 77"),
    ]
    found = passages(tmp_path, *cells)
    assert found.pop("") == []
    assert found == {"Lesson 02: bowls": ["0.7"], "A bowl": ["0.124"], "Helper": ["0.7", "77"]}


def test_a_function_is_called_like_its_passage():
    assert Passage(None, "lesson", "How long may a step be?").function == "how_long_may_a_step_be"


def test_the_report_names_the_function_and_the_numbers(monkeypatch):
    lines, is_well = figures.report(["02"])
    assert is_well
    assert lines[0].startswith("02_gradient_descent: ")
    monkeypatch.setattr(stated, "functions", lambda folder: {})
    lines, is_well = figures.report(["02"])
    assert not is_well
    assert "  lesson, if_you_want_more(): 10, 11, 0.91, 16, 0.84, 0.89, 18" in lines
    assert "  word, condition_number(): 100" in lines
