"""The reading edition: every lesson as a page that needs nothing else."""

import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from bpcourse.authoring import reading_edition
from bpcourse.content import content
from bpcourse.errors import UserError
from bpcourse.typeset.mathml import mathml

pytest.importorskip(
    "latex2mathml", reason='needs latex2mathml: python -m pip install "bpcourse[authoring]"'
)
NAMES = sorted(path.stem for path in content("notebooks").glob("*.ipynb"))
FIRST = "00_start_here"  # a tour of 15 minutes, with one experiment and no figure of its own
LAST = "19_pytorch"  # optional: it looks back, with no exercise and no experiment
EXPERIMENTS = {FIRST: 1, LAST: 0}  # of the others, each has two


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """All pages by their names, built into a folder of their own."""
    folder = tmp_path_factory.mktemp("html")
    with pytest.MonkeyPatch.context() as patch:
        there = reading_edition.content
        patch.setattr(
            reading_edition, "content", lambda *p: folder if p[0] == "build" else there(*p)
        )
        reading_edition.build_pages(out=lambda line: None)
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


def test_there_is_a_page_for_every_lesson_one_for_words_and_one_that_lists_them(built):
    assert set(built) == {*NAMES, "index"}
    assert all(f'href="{name}.html"' in built["index"] for name in NAMES)


def test_nothing_is_fetched_from_elsewhere(built):
    for text in built.values():
        sources = re.findall(r'(?:src|href)="(.*?)"', text)
        assert all(re.match(r"data:image/(png|svg\+xml);base64,|[\w-]+\.html$", s) for s in sources)
        assert not re.search(r"<script|<link|@import|url\(|https?://", text)


def test_every_link_leads_to_a_page_that_is_there(built):
    for text in built.values():
        for target in re.findall(r'href="([\w-]+)\.html"', text):
            assert target in built


def test_still_pictures_answers_and_code_are_in_it(built):
    for name in NAMES[:-1]:
        text = built[name]
        assert text.count("<img alt=") >= EXPERIMENTS.get(name, 2)
        assert text.count("<details") >= 6
        assert all(len(alt) >= 20 for alt in re.findall(r'<img alt="(.*?)"', text))
        assert name == LAST or "raise" in text
        assert "<details open" not in text


def shows(source, text):
    output = new_output("stream", text=text)
    return new_code_cell(source, outputs=[output])


def test_what_a_cell_shows_after_a_question_is_folded():
    """Up to the next text, which tells what there was to see."""
    cells = [
        new_markdown_cell("# A lesson"),
        shows("print(1)", "first"),
        new_markdown_cell("**Before running**: which number?"),
        shows("print(2)", "second"),
        shows("print(3)", "third"),
        new_markdown_cell("It was 2."),
        shows("print(4)", "fourth"),
        shows('ask("new_w")', "the question"),
        shows("print(5)", "fifth"),
    ]
    page = reading_edition.page(new_notebook(cells=cells))
    folded = re.findall(r'<details class="shown">.*?</details>', page, flags=re.DOTALL)
    assert [re.search(r'"out">(.*?)<', part)[1] for part in folded] == ["second", "third", "fifth"]
    for word in ("first", "fourth", "the question"):
        assert f'<pre class="out">{word}</pre>' in page


def test_every_lesson_folds_what_it_asks_about(built):
    for name in NAMES[:-1]:
        assert built[name].count("Show what the cell shows") >= 3


def test_the_picture_of_an_experiment_is_folded_and_its_question_is_open(built):
    for name in NAMES[:-1]:
        parts = re.split(r"<pre><code>[A-Z]\w+\(\)</code></pre>", built[name])[1:]
        assert len(parts) == EXPERIMENTS.get(name, 2)
        for part in parts:
            before, folded, after = part.partition('<details class="shown">')
            assert folded
            assert "<ol" in before
            assert "<figure" not in before
            assert after.startswith("<summary>Show the picture</summary><figure")


def test_nothing_speaks_of_a_run_of_the_reader(built):
    for text in built.values():
        assert "not written yet" not in text
        assert "steps, about" not in text
        assert "<button" not in text


def test_no_formula_is_left_as_it_was_typed(built):
    for text in built.values():
        visible = re.sub(r"<pre.*?</pre>|<code.*?</code>|<style.*?</style>", "", text, flags=re.S)
        assert "$" not in visible
        assert "FORMULA" not in visible
        assert not re.search(r"\\[a-z]+", visible)


def test_bold_headings_and_tables_are_set(built):
    for text in built.values():
        assert text.count("<h1") == 1
        visible = re.sub(r"<pre.*?</pre>|<code.*?</code>", "", text, flags=re.S)
        assert "**" not in visible
        assert "|---" not in visible
        assert "<th>" not in text


@pytest.mark.parametrize(
    ("latex", "inside"),
    [
        (r"\frac{dL}{dw}", "<mfrac><mrow><mi>d</mi><mi>L</mi></mrow><mrow><mi>d</mi><mi>w</mi>"),
        (r"\tfrac12 c", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (r"w_{ij}^2", "<msubsup><mi>w</mi><mrow><mi>i</mi><mi>j</mi></mrow><mn>2</mn></msubsup>"),
        (r"\sum_{i=1}^{n}", "<munderover><mo>∑</mo>"),
        (r"f'(z)", "<msup><mi>f</mi><mi>′</mi></msup>"),
        (r"a = -0.25", '<mo form="prefix">−</mo><mn>0.25</mn>'),
        (r"a - b", "<mi>a</mi><mo>−</mo><mi>b</mi>"),
        (r"(a) - b", "</mo><mo>−</mo><mi>b</mi>"),
        (r"a < b", "<mo>&lt;</mo>"),
        (r"\hat y", '<mover accent="true"><mi>y</mi><mo>^</mo></mover>'),
    ],
)
def test_a_formula_becomes_mathml(latex, inside):
    assert inside in mathml(latex, display=True)


@pytest.mark.parametrize(
    ("latex", "told"),
    [
        (r"\nosuchsign x", r"\nosuchsign is not known, in this formula: \nosuchsign x"),
        (r"\frac{a}", r"A part of this formula is missing, in <mfrac>: \frac{a}"),
        ("{a", "A brace of this formula has no partner: {a"),
        ("a}", "A brace of this formula has no partner: a}"),
        (r"\left( a", r"This formula cannot be converted \(.+\): \\left\( a"),
        ("x^", r"This formula cannot be converted \(.+\): x\^"),
    ],
)
def test_what_cannot_be_converted_as_a_whole_is_refused(latex, told):
    with pytest.raises(UserError) as raised:
        mathml(latex)
    assert str(raised.value) == told or re.fullmatch(told, str(raised.value))
