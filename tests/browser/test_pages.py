"""The reading edition in a browser: no finding by axe-core, at 320 pixels and at 200 % zoom."""

import pytest

from bpcourse.authoring import reading_edition
from bpcourse.content import content

from . import axe

pytest.importorskip(
    "latex2mathml", reason='needs latex2mathml: python -m pip install "bpcourse[authoring]"'
)
NAMES = [*sorted(path.stem for path in content("notebooks").glob("*.ipynb")), "index"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("html")
    with pytest.MonkeyPatch.context() as patch:
        there = reading_edition.content
        patch.setattr(
            reading_edition, "content", lambda *p: folder if p[0] == "build" else there(*p)
        )
        reading_edition.build_pages(out=lambda line: None)
    return folder


@pytest.fixture
def page(chromium):
    """An empty page that tells of every request."""
    context = chromium.new_context()
    page = context.new_page()
    page.requests = []
    page.on("request", lambda request: page.requests.append(request.url))
    yield page
    context.close()


@pytest.fixture
def opened(page, folder, request):
    """The page of that name, everything in it opened."""
    page.goto((folder / f"{request.param}.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")
    return page


ALL = pytest.mark.parametrize("opened", NAMES, indirect=True)


@ALL
def test_axe_finds_nothing(opened):
    """In the light scheme, and in the dark one what depends on colours."""
    assert axe.findings(opened)[0] == []
    opened.emulate_media(color_scheme="dark")
    assert axe.findings(opened, axe.OF_COLOURS)[0] == []
    assert all(url.startswith(("file:", "data:")) for url in opened.requests)


@ALL
def test_it_fits_into_a_narrow_page_and_a_large_type(opened):
    """Nothing has to be scrolled sideways but tables and formulas, which scroll on their own."""
    for width, zoom in ((320, 1), (1280, 2), (640, 2)):
        opened.set_viewport_size({"width": width, "height": 800})
        opened.evaluate("(zoom) => { document.documentElement.style.zoom = zoom; }", zoom)
        over = opened.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 1, (width, zoom)
        if zoom == 1:
            outside = opened.evaluate(
                """() => [...document.querySelectorAll('main *')].filter((node) =>
                  !node.closest('.scroll') && node.getBoundingClientRect().right > innerWidth + 1)
                  .map((node) => node.outerHTML.slice(0, 120))"""
            )
            assert outside == []


def test_answers_open_with_the_keyboard(page, folder):
    """In the first page that has some."""
    name = next(n for n in NAMES if "<summary" in (folder / f"{n}.html").read_text("utf-8"))
    page.goto((folder / f"{name}.html").as_uri())
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert summary.evaluate("(node) => node.parentElement.open")


@pytest.mark.parametrize("name", NAMES[:1])
def test_on_paper_all_that_is_folded_is_open_and_no_code_is_split(page, folder, name):
    page.goto((folder / f"{name}.html").as_uri())
    seen = "[...document.querySelectorAll('details > :last-child')].map((n) => n.checkVisibility())"
    assert not any(page.evaluate(seen))
    page.emulate_media(media="print")
    assert len(page.evaluate(seen)) >= 10
    assert all(page.evaluate(seen))
    for what in ("pre", "figure"):
        style = f"getComputedStyle(document.querySelector('main {what}')).breakInside"
        assert page.evaluate(style) == "avoid"
    summaries = page.locator(".shown > summary").all()
    assert not any(summary.is_visible() for summary in summaries)
