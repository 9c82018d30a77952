"""What the tests in the browser share: a JupyterLab and a Chromium for each half of them.

`scratch` is a notebook with four empty cells that is open all the time, `notebook` opens a page of
its own. Both fail a test in which the page logged an error or asked for anything from elsewhere.
`taken(source)` is what a lesson showed that was run from top to bottom with its exercises solved.
"""

import os
from functools import cache

import pytest

from ..conftest import skip_without_what_it_needs
from .lab import CHROMIUM, FLAGS, Lab, Notebook
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
        return _missing("playwright is not installed")
    if CHROMIUM is None:
        return _missing("Chromium is not installed (on Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def _missing(reason):
    if REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)


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
    once = cache(lambda source: take(source, chromium, lab))

    def taken_by_a_learner(source):
        skip_without_what_it_needs(source.stem)
        return once(source)

    return taken_by_a_learner
