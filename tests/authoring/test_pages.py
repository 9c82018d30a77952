"""The reading edition: every lesson as a page that needs nothing else."""

import re

import pytest

from bpcourse.authoring import pages
from bpcourse.authoring.mathml import mathml
from bpcourse.content import content
from bpcourse.trouble import Trouble

NAMES = sorted(path.stem for path in content("notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """All pages by their names, built into a folder of their own."""
    folder = tmp_path_factory.mktemp("html")
    with pytest.MonkeyPatch.context() as patch:
        there = pages.content
        patch.setattr(pages, "content", lambda *p: folder if p[0] == "build" else there(*p))
        pages.build_pages(out=lambda line: None)
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


def test_there_is_a_page_for_every_lesson_one_for_words_and_one_that_lists_them(built):
    assert set(built) == {*NAMES, "index"}
    assert all(f'href="{name}.html"' in built["index"] for name in NAMES)


def test_nothing_is_fetched_from_elsewhere(built):
    for text in built.values():
        sources = re.findall(r'(?:src|href)="(.*?)"', text)
        assert all(re.match(r"data:image/png;base64,|[\w-]+\.html$", s) for s in sources)
        assert not re.search(r"<script|<link|@import|url\(|https?://", text)


def test_every_link_leads_to_a_page_that_is_there(built):
    for text in built.values():
        for target in re.findall(r'href="([\w-]+)\.html"', text):
            assert target in built


def test_still_pictures_answers_and_code_are_in_it(built):
    for name in NAMES[:-1]:
        text = built[name]
        assert text.count("<img alt=") >= 3
        assert text.count("<details>") >= 6
        assert all(len(alt) >= 20 for alt in re.findall(r'<img alt="(.*?)"', text))
        assert "raise" in text
        assert "<details open" not in text


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
        (r"\tfrac12 c", "<mfrac><mn>1</mn><mn>2</mn></mfrac><mi>c</mi>"),
        (r"w_{ij}^2", "<msubsup><mi>w</mi><mrow><mi>i</mi><mi>j</mi></mrow><mn>2</mn></msubsup>"),
        (r"\sum_{i=1}^{n}", "<munderover><mo>∑</mo>"),
        (r"f'(z)", "<msup><mi>f</mi><mo>′</mo></msup>"),
        (r"a = -0.25", '<mo form="prefix">−</mo><mn>0.25</mn>'),
        (r"a - b", "<mi>a</mi><mo>−</mo><mi>b</mi>"),
        (r"a < b", "<mo>&lt;</mo>"),
    ],
)
def test_a_formula_becomes_mathml(latex, inside):
    assert inside in mathml(latex, display=True)


@pytest.mark.parametrize("latex", [r"\oint x", r"\frac{a}", "{a"])
def test_what_is_not_known_is_refused(latex):
    with pytest.raises(Trouble):
        mathml(latex)
