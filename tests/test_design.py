"""One small set of colours, spaces and sizes: every style is built on design/tokens.css."""

import re

import pytest

from bpcourse.authoring import reading_edition, slides
from bpcourse.checking import report_view
from bpcourse.checking.library import page as library_page
from bpcourse.checking.tracing import trace_page
from bpcourse.content import content
from bpcourse.design import TOKENS, tokens
from bpcourse.experiments import jupyter
from bpcourse.grading.reports import student_page, teacher_report
from bpcourse.notebook.desk_widget import DeskWidget
from bpcourse.notebook.room_widget import RoomWidget
from bpcourse.site import build_site
from bpcourse.workshop import presenter

STYLES = {
    "the stage and its questions": jupyter.style(),
    "reports": report_view.own_style(),
    "buttons and the line of a lesson": DeskWidget._css,
    "the line of a workshop": RoomWidget._css,
    "the grader's pages": report_view.own_style() + student_page.STYLE,
    "the reading edition": reading_edition.style(),
    "a call that is stepped through": trace_page.style(),
    "slides": slides.style(),
    "slides in a workshop": tokens() + presenter.live_style(),
    "the page of a library": library_page.style(),
    "the pages of a workshop": presenter.style(),
    "the site": build_site.style(),
}
EACH = pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
FROM_THE_PAGE = {"part", "cursor"}  # set by the page's script at each move
PICTURES = teacher_report.COLOURS.values()


def names(css):
    return set(re.findall(r"var\(--bp-([\w-]+)", css))


def own(css):
    """A style without the tokens it begins with, and without what is said beside it."""
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"--bp-[\w-]+:[^;]*;", "", plain)


@EACH
def test_a_style_uses_only_what_is_defined(style):
    defined = set(re.findall(r"--bp-([\w-]+):", tokens())) | FROM_THE_PAGE
    assert names(style) <= defined
    others = set(re.findall(r"var\((--[\w-]+)", style)) - {f"--bp-{name}" for name in defined}
    assert all(name.startswith("--jp-") for name in others)


@EACH
def test_a_style_has_no_colour_and_no_size_of_type_of_its_own(style):
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", own(style))
    assert not re.findall(r"font(?:-size)?:[^;}]*\dpx", own(style))
    assert not re.findall(r"font-weight: *\d", own(style))


def test_no_style_sheet_is_left_out():
    """Each one in the package is in the table above."""
    for path in content("bpcourse").rglob("*.css"):
        if "node_modules" in path.parts or path == TOKENS:
            continue
        text = path.read_text(encoding="utf-8")
        assert any(text in style for style in STYLES.values()), path


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_for_teachers_follow_the_theme(name):
    assert tokens().count(f"--bp-{name}:") == 3  # light, dark, and dark by the system's wish


def test_a_figure_on_white_is_turned_in_each_dark_theme():
    assert tokens().count("--bp-figure: invert(") == 2
    assert names(DeskWidget._css) & names(reading_edition.style()) >= {"figure"}
