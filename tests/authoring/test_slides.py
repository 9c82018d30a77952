"""Slides: the lesson on a wall, one idea each, with nothing given away."""

import re
import sys

import pytest
from nbformat import read
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from bpcourse.authoring import slides
from bpcourse.content import content
from bpcourse.errors import UserError

pytest.importorskip("latex2mathml", reason=slides.HOW_TO_HAVE_THEM)
PATHS = sorted(content("notebooks").glob("[0-9]*.ipynb"))
EACH = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def made(*cells):
    return slides.slides(new_notebook(cells=list(cells)))


def text(source):
    return new_markdown_cell(source)


def code(source, told=""):
    outputs = [new_output("stream", text=told)] if told else []
    return new_code_cell(source, outputs=outputs)


def test_a_heading_begins_a_slide_and_a_cell_stands_beside_its_text():
    first, second, third = made(
        text("# Lesson\n\nAbout.\n\n## One\n\nIt is so."), code("1 + 1", "2"), text("## Two\n\nSo.")
    )
    assert [(s.heading, s.text) for s in (first, second, third)] == [
        ("Lesson", "About."),
        ("One", "It is so."),
        ("Two", "So."),
    ]
    assert not first.beside
    assert "<pre><code>" in second.beside


def test_a_second_cell_has_a_slide_of_its_own_under_the_same_heading():
    one, two = made(text("## One\n\nIt is so."), code("1"), code("2"))
    assert (one.heading, two.heading, two.text) == ("One", "One", "")
    assert two.beside


def test_what_would_be_too_long_is_divided_between_paragraphs():
    long = "\n\n".join(["word " * 50] * 5)
    parts = made(text(f"## One\n\n{long}"))
    assert len(parts) == 3
    assert all(len(part.text.split()) <= slides.WORDS for part in parts)
    assert {part.heading for part in parts} == {"One"}


def test_what_is_folded_in_a_text_is_not_divided():
    folded = "<details><summary>More</summary>\n\nOne.\n\nTwo.\n\n</details>"
    [slide] = made(text(f"## One\n\n{folded}"))
    assert slide.text == folded


def test_a_task_is_read_as_a_whole_and_its_part_goes_on_after_it():
    long = "\n\n".join(["word " * 60] * 3)
    part, task, after = made(
        text("## The part\n\nSo."),
        text(f"### Exercise 02.1: write it\n\n{long}\n\nStuck? Run the cell."),
        code("%%exercise f\ndef f(): ..."),
        text("And then."),
    )
    assert task.heading == "Exercise 02.1: write it"
    assert task.text.split() == ["word"] * 180
    assert (part.heading, after.heading, after.text) == ("The part", "The part", "And then.")


@EACH
def test_nothing_is_given_away_and_nothing_is_lost(path):
    """All that a cell shows is folded, and all headings are there."""
    notebook = read(path, as_version=4)
    shown = slides.page(notebook)
    body = shown.partition("<main>")[2]
    assert "<details open" not in body
    plain = re.sub(r"<details.*?</details>", "", body, flags=re.DOTALL)
    assert "<figcaption" not in plain
    assert 'class="out"' not in plain
    parts = slides.slides(notebook)
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    headings = re.findall(r"^#{1,3} (.*)$", "\n".join(sources), flags=re.MULTILINE)
    assert list(dict.fromkeys(part.heading for part in parts)) == list(dict.fromkeys(headings))
    assert 15 <= len(parts) <= 60


@EACH
def test_a_page_asks_for_nothing_from_elsewhere(path):
    shown = slides.page(read(path, as_version=4))
    sources = re.findall(r'(?:src|href)="(.*?)"', shown)
    assert all(source.startswith("data:image/") for source in sources)


def test_a_lesson_is_found_by_its_number_and_by_nothing_else():
    assert "Lesson 02: gradient descent" in slides.of_lesson("02")
    for number in ("", "2", "77", "02_gradient_descent", "../02"):
        assert slides.of_lesson(number) is None


def test_without_the_package_for_formulas_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "latex2mathml", None)
    with pytest.raises(UserError) as raised:
        slides.of_lesson("02")
    assert str(raised.value) == slides.HOW_TO_HAVE_THEM
