"""What every lesson holds to: its parts, its words, its width."""

import ast
import re
from itertools import pairwise

import pytest

from bpcourse.authoring import build as builder
from bpcourse.checking.exercise import exercises
from bpcourse.checking.glossary import symbols, words
from bpcourse.checking.questions.question_bank import find
from bpcourse.content import content

NOTEBOOKS = [builder.assemble(source) for source in builder.sources()]
NAMES = [source.stem for source in builder.sources()]
LESSONS = pytest.mark.parametrize(
    ("name", "notebook"), list(zip(NAMES, NOTEBOOKS, strict=True)), ids=NAMES
)
# These tell those who struggle that they are the problem.
DISMISSIVE = re.compile(
    r"\b(just|simply|obvious\w*|trivial\w*|easy|easily|clearly|of course)\b", re.IGNORECASE
)
# Whoever learned English as a second language may not know them, or may feel judged by them.
IDIOMS = re.compile(
    r"\b(nobody is expected|surely|guilty|innocent|to blame|outvoted|loud(ly|er|est)?|first aid"
    r"|give or take|on average, give|gorge|in the fog|whisper\w*|complains?|for ever"
    r"|blows? up|crawls?|magic\w*|silver bullet|rule of thumb|piece of cake|no brainer)\b",
    re.IGNORECASE,
)
WIDTH = 88
FIRST = "00_start_here"  # a tour of 15 minutes, with no lesson before it
LAST = "19_pytorch"  # a short one that is optional: it looks back, with no exercise or experiment


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
    memory = [] if name == FIRST else ["From memory"]
    for part in (*memory, "Bug hunt", "If you want more", "Before you go", "In three sentences"):
        assert part in titles
    assert text.count("**Before running**") >= 3


def calls(notebook, function):
    """The names of the questions in each cell that calls that function."""
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    found = [re.fullmatch(rf"{function}\((.*)\)", source, re.DOTALL) for source in code]
    return [re.findall(r'"(\w{3,})"', match[1]) for match in found if match]


@LESSONS
def test_it_begins_from_memory_and_ends_with_a_ticket(name, notebook):
    """One question of the lesson before and one from farther back; in the end three of its own."""
    memory, asked = calls(notebook, "from_memory"), calls(notebook, "ask")
    now = int(find(asked[-1][0]).lesson)
    assert len(memory) == (name != FIRST)
    for questions in memory:
        lessons = [int(find(question).lesson) for question in questions]
        assert 2 <= len(questions) <= 3
        assert max(lessons) == now - 1 or name == LAST
        assert min(lessons) <= max(0, now - 3)
    assert len(asked[-1]) == 3
    assert {int(find(question).lesson) for group in asked for question in group} == {now}


@LESSONS
def test_every_written_word_and_sign_is_declared(name, notebook):
    """Bold words are terms of the glossary or labels; letters in formulas are symbols."""
    lesson = min(find(question).lesson for group in calls(notebook, "ask") for question in group)
    known = {facts["word"].lower() for facts in words() if facts["lesson"] <= lesson}
    declared = {facts["symbol"] for facts in symbols() if facts["lesson"] <= lesson}
    for text in prose(notebook):
        for bold in re.findall(r"\*\*(.+?)\*\*", text):
            assert is_label(bold) or is_word(bold.lower(), known), f"{bold!r} is in no words.toml"
        unknown = signs_in(text) - declared
        assert not unknown, f"{unknown} are not among the symbols of any words.toml"


@LESSONS
def test_it_brings_at_most_seven_new_words(name, notebook):
    assert len([facts for facts in words() if facts["lesson"] == name[:2]]) <= 7


LABEL = re.compile(r"Afterwards you can|Time|Before running|The rule\.|Why it .*\.|Output deltas")


def is_label(bold):
    return bool(LABEL.fullmatch(bold))


def is_word(bold, known):
    """Also as it stands in a sentence: vanishes for vanishing, by value for clipping by value."""
    stem = re.sub(r"(ing|es|e|s)$", "", bold)
    return any(bold == word or bold in word or word.startswith(stem) for word in known)


STRUCTURE = re.compile(  # what only arranges a formula, and the names that are said in words
    r"\\(text|frac|tfrac|cdot|left|right|leftarrow|sum|prod|le|min|approx|,|;|\|)(?![a-zA-Z])"
)


def signs_in(text):
    """The symbols in the formulas of a text: \\lambda, \\hat y, and single letters."""
    signs = set()
    for formula in re.findall(r"\$\$?(.+?)\$\$?", text, re.DOTALL):
        rest = re.sub(r"\\text\{.*?\}", "", formula)
        rest = STRUCTURE.sub(" ", rest)
        hats = re.findall(r"\\hat [a-z]", rest)
        rest = re.sub(r"\\hat [a-z]", " ", rest)
        commands = re.findall(r"\\[a-zA-Z]+", rest)
        letters = re.findall(r"[a-zA-Z]", re.sub(r"\\[a-zA-Z]+", " ", rest))
        signs |= {*hats, *commands, *letters}
    return signs


def test_the_search_for_signs_finds_what_is_not_declared():
    assert signs_in(r"a $\hat y = \frac{dL}{dw} \cdot \lambda$ b") == {
        *("\\hat y", "d", "L", "w", "\\lambda"),
    }
    assert not is_word("momentum", {"gradient", "slope"})
    assert is_word("vanishes", {"vanishing gradient"})


@LESSONS
def test_it_has_two_experiments_and_all_its_exercises(name, notebook):
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    least = {FIRST: 1, LAST: 0}.get(name, 2)
    assert len(re.findall(r"^[A-Z]\w+\(\)$", code, flags=re.MULTILINE)) >= least
    for exercise in (e for e in exercises() if e.lesson == name):
        assert code.count(f"%%exercise {exercise.name}\n") == 1


@LESSONS
def test_its_first_code_cell_is_four_lines_and_no_more(name, notebook):
    first = next(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert list(filter(None, first.splitlines())) == [
        "import bpcourse as bp",
        "import numpy as np",
        f'bp.start_lesson("{name[:2]}")',
        f"rng = np.random.default_rng({int(name[:2])})",
    ]


@LESSONS
def test_it_takes_as_long_as_it_says(name, notebook):
    """Reading at 200 words a minute, the exercises' own minutes with their tasks, 5 for each
    experiment, and 15 s for each question. In the last lesson the code is what is to be read, 15
    lines a minute.
    """
    tasks = ("### Exercise", "### Bug hunt")
    read = sum(len(text.split()) for text in prose(notebook) if not text.startswith(tasks))
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    experiments = len(re.findall(r"^[A-Z]\w+\(\)$", code, flags=re.MULTILINE))
    writing = sum(e.minutes for e in exercises() if f"%%exercise {e.name}\n" in code)
    asked = sum(map(len, [*calls(notebook, "from_memory"), *calls(notebook, "ask")]))
    minutes = read / 200 + writing + 5 * experiments + asked / 4
    if name == LAST:
        minutes += len(list(filter(None, code.splitlines()))) / 15
    told = int(re.search(r"\*\*Time\*\*: (\d+) minutes", "\n".join(prose(notebook)))[1])
    shortest, longest = {FIRST: (15, 15), LAST: (20, 25)}.get(name, (30, 45))
    assert shortest <= told <= longest
    assert abs(minutes - told) <= 5, minutes


@LESSONS
def test_its_words_belittle_nobody(name, notebook):
    texts = prose(notebook)
    for e in (e for e in exercises() if e.lesson == name):
        texts += [e.task, e.worked_step, *e.hints]
    assert [match[0] for text in texts for match in [DISMISSIVE.search(text)] if match] == []


@LESSONS
def test_its_words_are_plain(name, notebook):
    """In its prose, questions and words, and in all that its exercises say."""
    texts = prose(notebook)
    for e in (e for e in exercises() if e.lesson == name):
        checks = ast.walk(ast.parse(e.checks.read_text(encoding="utf-8")))
        told = [node.value for node in checks if isinstance(node, ast.Constant)]
        texts += [e.task, e.worked_step, e.insight, e.stub, e.solution, *e.hints]
        texts += [text for text in told if isinstance(text, str)]
    for file in ("questions.toml", "words.toml"):
        path = content("exercises", name, file)
        texts += [path.read_text(encoding="utf-8")] if path.exists() else []
    assert [match[0] for text in texts for match in IDIOMS.finditer(text)] == []


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


def lessons_named(text):
    """The numbers of the lessons that a text names: lesson 02; the lessons 03, 07 and 13."""
    named = re.findall(r"[Ll]essons? ((?:\d\d(?:, | and )?)+)", text)
    return {number for numbers in named for number in re.findall(r"\d\d", numbers)}


@LESSONS
def test_it_says_where_its_ideas_come_from_and_where_they_return(name, notebook):
    """By the number of a lesson before it, and in its last cell of one behind it."""
    here = name[:2]
    assert name == FIRST or min(lessons_named("\n".join(prose(notebook))) | {here}) < here
    assert name >= LAST or max(lessons_named(prose(notebook)[-1]) | {here}) > here


def test_the_search_for_lessons_finds_those_that_stand_in_a_row():
    assert lessons_named("Of the lessons 03, 07 and 13, and lesson 02 again.") == {
        *("02", "03", "07", "13"),
    }
    assert lessons_named("In 30 lessons, 5 of them.") == set()


# Words of a later lesson that have another, ordinary meaning as well.
ORDINARY = {"error", "prediction", "label", "edge", "corner", "limit", "neuron", "batch"}
# Words of a later lesson that are explained where they are used first.
EXPLAINED = {
    ("01", "slope"),  # its heading says how it is meant; lesson 02 makes it a word
    ("01", "gradient"),  # in the name of an exercise, mse_grad
    ("02", "parameter"),  # in the argument params, with what it is
    *(("03", word) for word in ("ReLU", "tanh")),  # what they do, before lesson 04 compares them
    *(("12", word) for word in ("beta", "momentum")),  # of batch norm, and of other libraries
    *(("06", word) for word in ("momentum", "velocity")),  # the sign v stands for both
    *(("08", word) for word in ("dropout", "mask")),  # its text names lesson 17
}


def used_too_early(lesson, text):
    """The words of later lessons in a line that does not name their lesson."""
    text, found = re.sub(r"`[^`]*`", "", text), set()
    for facts in words():
        word = facts["word"]
        flags = re.IGNORECASE if word == word.lower() else 0
        late = facts["lesson"] > lesson and facts["lesson"] not in lessons_named(text)
        allowed = word in ORDINARY or (lesson, word) in EXPLAINED
        if late and not allowed and re.search(rf"\b{re.escape(word)}(e?s)?\b", text, flags):
            found.add(word)
    return found


@LESSONS
def test_no_word_is_used_before_its_lesson(name, notebook):
    lines = "\n".join(prose(notebook)).split("\n")
    for e in (e for e in exercises() if e.lesson == name):
        lines += "\n".join([e.task, e.worked_step, e.insight, *e.hints]).split("\n")
    for file in ("questions.toml", "words.toml"):
        path = content("exercises", name, file)
        lines += path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    early = {line: used_too_early(name[:2], line) for line in lines}
    assert {line: found for line, found in early.items() if found} == {}


def test_the_search_for_early_words_finds_them():
    assert used_too_early("12", "Most people think of overfitting.") == {"overfitting"}
    assert used_too_early("08", "A net with dropout, which is lesson 17.") == set()
    assert used_too_early("17", "This is overfitting, and `autograd` is code.") == set()
