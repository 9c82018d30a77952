"""What every lesson holds to: its parts, its words, its width."""

import re
from itertools import pairwise

import pytest

from bpcourse.authoring import build as builder
from bpcourse.checking.exercise import exercises

NOTEBOOKS = [builder.assemble(source) for source in builder.sources()]
NAMES = [source.stem for source in builder.sources()]
LESSONS = pytest.mark.parametrize(
    ("name", "notebook"), list(zip(NAMES, NOTEBOOKS, strict=True)), ids=NAMES
)
# These tell those who struggle that they are the problem.
DISMISSIVE = re.compile(
    r"\b(just|simply|obvious\w*|trivial\w*|easy|easily|clearly|of course)\b", re.IGNORECASE
)
WIDTH = 88


def prose(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def headings(notebook):
    found = [re.findall(r"^(#+) (.*)$", text, flags=re.MULTILINE) for text in prose(notebook)]
    return [(len(marks), title) for inside in found for marks, title in inside]


@LESSONS
def test_it_has_one_title_and_no_level_is_skipped(name, notebook):
    levels = [level for level, _ in headings(notebook)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    titles = [title for level, title in headings(notebook) if level == 2]
    assert len(titles) == len(set(titles))


@LESSONS
def test_it_has_the_parts_that_a_lesson_has(name, notebook):
    text = "\n".join(prose(notebook))
    assert "**Afterwards you can**" in text
    assert "**Time**" in text
    titles = " ".join(title for _, title in headings(notebook))
    for part in (
        "From memory",
        "Bug hunt",
        "If you want more",
        "Before you go",
        "In three sentences",
    ):
        assert part in titles
    assert text.count("**Before running**") >= 3
    assert (
        len(re.findall(r"^\*\*\d\.\*\*", text, flags=re.MULTILINE)) >= 5
    )  # memory and exit ticket


@LESSONS
def test_it_has_two_experiments_and_all_its_exercises(name, notebook):
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert len(re.findall(r"^[A-Z]\w+\(\)$", code, flags=re.MULTILINE)) >= 2
    for exercise in (e for e in exercises() if e.lesson == name):
        assert code.count(f"%%exercise {exercise.name}\n") == 1


@LESSONS
def test_its_first_code_cell_is_imports_and_a_seed(name, notebook):
    first = next(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for line in filter(None, first.splitlines()):
        assert re.match(r"(import|from) |rng = np\.random\.default_rng\(\d+\)$", line), line


@LESSONS
def test_it_takes_as_long_as_it_says(name, notebook):
    """Reading at 200 words a minute, the exercises' own minutes, and 5 for each experiment."""
    words = sum(len(text.split()) for text in prose(notebook))
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    experiments = len(re.findall(r"^[A-Z]\w+\(\)$", code, flags=re.MULTILINE))
    writing = sum(e.minutes for e in exercises() if f"%%exercise {e.name}\n" in code)
    minutes = words / 200 + writing + 5 * experiments
    told = int(re.search(r"\*\*Time\*\*: (\d+) minutes", "\n".join(prose(notebook)))[1])
    assert 30 <= told <= 45
    assert abs(minutes - told) <= 5, minutes


@LESSONS
def test_its_words_belittle_nobody(name, notebook):
    texts = prose(notebook)
    for e in (e for e in exercises() if e.lesson == name):
        texts += [e.task, e.worked_step, *e.hints]
    assert [match[0] for text in texts for match in [DISMISSIVE.search(text)] if match] == []


@LESSONS
def test_every_displayed_formula_is_also_said_in_words(name, notebook):
    for text in prose(notebook):
        if "$$" in text:
            assert "*In words*:" in text


@LESSONS
def test_its_code_fits_into_a_cell(name, notebook):
    wide = [
        line
        for cell in notebook.cells
        if cell.cell_type == "code"
        for line in cell.source.splitlines()
        if len(line) > WIDTH
    ]
    assert wide == []


@LESSONS
def test_its_links_and_pictures_say_what_they_are(name, notebook):
    for text in prose(notebook):
        assert not re.search(r"\[(here|link|this)\]\(", text, flags=re.IGNORECASE)
        assert "![](" not in text


@LESSONS
def test_every_figure_is_shown_with_its_words(name, notebook):
    """A cell that draws ends with plotting.show, whose output has the text in it."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and "plotting." in cell.source.replace("import plotting", ""):
            assert cell.source.rstrip().splitlines()[-1].startswith("plotting.show(")
