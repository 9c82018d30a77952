"""The reading edition in a browser: no finding by axe-core, at 320 pixels and at 200 % zoom."""

import pytest

from bpcourse.authoring import pages
from bpcourse.content import content

from .test_accessibility import TAGS, axe_source

NAMES = [*sorted(path.stem for path in content("notebooks").glob("*.ipynb")), "index"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("html")
    with pytest.MonkeyPatch.context() as patch:
        there = pages.content
        patch.setattr(pages, "content", lambda *p: folder if p[0] == "build" else there(*p))
        pages.build_pages(out=lambda line: None)
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(page, folder, name, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto((folder / f"{name}.html").as_uri())
    for summary in page.locator("summary").all():
        summary.click()
    page.evaluate(axe_source())
    found = page.evaluate(
        """(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })
          .then((result) => result.violations.flatMap(({ id, nodes }) =>
            nodes.map((node) => [id, node.html.slice(0, 200)])))""",
        TAGS,
    )
    assert found == []
    assert all(url.startswith(("file:", "data:")) for url in page.requests)


@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (1280, 2), (640, 2)])
@pytest.mark.parametrize("name", NAMES)
def test_it_fits_into_a_narrow_page_and_a_large_type(page, folder, name, width, zoom):
    """Nothing has to be scrolled sideways but tables and formulas, which scroll on their own."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((folder / f"{name}.html").as_uri())
    page.evaluate("(zoom) => { document.documentElement.style.zoom = zoom; }", zoom)
    for summary in page.locator("summary").all():
        summary.click()
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 1
    if zoom == 1:
        outside = page.evaluate(
            """() => [...document.querySelectorAll('main *')].filter((node) =>
              !node.closest('.scroll') && node.getBoundingClientRect().right > innerWidth + 1)
              .map((node) => node.outerHTML.slice(0, 120))"""
        )
        assert outside == []


def test_answers_open_with_the_keyboard(page, folder):
    page.goto((folder / "07_backward_pass.html").as_uri())
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert summary.evaluate("(node) => node.parentElement.open")
