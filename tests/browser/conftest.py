"""What the tests in the browser share: a JupyterLab and a Chromium for each half of them.

`scratch` is a notebook with four empty cells that is open all the time, `notebook` opens a page of
its own. Both fail a test in which the page logged an error or asked for anything from elsewhere.
`taken(source)` is what a lesson showed that was run from top to bottom with its exercises solved.
`show(make)` shows an experiment or a quiz in a page without Jupyter, which must be left without
an error too. `address` is where a site is served, and `room` a workshop that runs.
"""

import os
from functools import cache

import pytest

from bpcourse.errors import UserError
from bpcourse.site import build_site

from ..conftest import skip_without_what_it_needs
from ..workshop.running import Running
from .bare import Bare
from .lab import CHROMIUM, FLAGS, Lab, Notebook
from .site import served
from .taken import take

REQUIRED = os.environ.get("BPCOURSE_REQUIRE_BROWSER") == "1"


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return missing("playwright is not installed")
    if CHROMIUM is None:
        return missing("Chromium is not installed (on Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def missing(reason):
    """Skip the test, or fail where the browsers are required."""
    if REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def page_of_device(chromium):
    """page_of_device(has_touch=True) is a bare page on such a device, open all the time."""
    return cache(lambda **device: Bare(chromium, **device))


@pytest.fixture
def show(page_of_device):
    shown = []

    def show_part(make, part="stage", *, has_touch=False, zoom=1, **options):
        page = page_of_device(has_touch=has_touch, device_scale_factor=zoom)
        shown.append(page)
        return page.show(make, part, **options)

    yield show_part
    for page in shown:
        page.leave()
        assert page.troubles == []


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory):
    lab = Lab(tmp_path_factory.mktemp("home"))
    yield lab
    lab.end()


@pytest.fixture
def notebook(chromium, lab):
    """A page of its own, for a test that opens a notebook itself."""
    lab.forget()
    notebook = Notebook(chromium, lab)
    yield notebook
    notebook.close()
    assert notebook.troubles == []


@pytest.fixture(scope="session")
def page_with_cells(chromium, lab):
    notebook = Notebook(chromium, lab).create(count=4)
    yield notebook
    notebook.close()


@pytest.fixture
def scratch(page_with_cells, lab):
    """An open notebook with four cells to write into: `scratch.run(0, "1 + 1")`."""
    lab.forget()
    page_with_cells.as_new()
    yield page_with_cells
    assert page_with_cells.troubles == []


@pytest.fixture(scope="session")
def taken(chromium, lab):
    open_pages = []  # one, in which lesson after lesson is taken

    def take_in_the_page(source):
        notebook = open_pages.pop() if open_pages else Notebook(chromium, lab).create(count=1)
        try:
            lesson = take(source, notebook)
        except BaseException:
            notebook.close()  # what is left open there must not stop the lessons that follow
            raise
        open_pages.append(notebook)
        return lesson

    once = cache(take_in_the_page)

    def taken_by_a_learner(source):
        skip_without_what_it_needs(source.stem)
        return once(source)

    yield taken_by_a_learner
    for notebook in open_pages:
        notebook.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """Where a site is served that `bpcourse site` has made."""
    with served(made(build_site.site, tmp_path_factory.mktemp("site"))) as address:
        yield address


def made(make, folder):
    """The folder, in which `make` has made a site."""
    try:
        make(folder, tell=lambda line: None)
    except UserError as error:
        if REQUIRED:
            raise
        pytest.skip(f"needs Python for the browser: {str(error).splitlines()[0]}")
    return folder


@pytest.fixture
def room(tmp_path):
    """A workshop, as the command starts it."""
    running = Running(tmp_path / "room.sqlite")
    yield running
    running.end()
