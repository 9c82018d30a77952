"""What all tests share: random numbers with a seed, a workspace of their own, executed lessons, and
what pytest says in the end.
"""

from collections import Counter
from functools import cache

import numpy as np
import pytest

from bpcourse.authoring import build
from bpcourse.checking import lesson_plan, progress
from bpcourse.checking.workspace import Workspace
from bpcourse.content import content

from .costs import Costs

IN_CLONE = content(
    "pyproject.toml"
).exists()  # the tests ship with the wheel, some of what they read does not


def pytest_addoption(parser):
    parser.addoption("--costs", action="store_true", help="print what each lesson costs")


def pytest_configure(config):
    config.addinivalue_line("markers", "clone: needs a clone of the repository, not a wheel alone")
    config.addinivalue_line("markers", "browser: drives JupyterLab in Chromium")
    if config.getoption("--costs", default=False):
        config.pluginmanager.register(Costs())


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("clone") and not IN_CLONE:
            reason = "they read what only a clone has; run pytest in a clone"
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(optionalhook=True)  # of xdist, without which all tests run in this process
def pytest_xdist_make_scheduler(config, log):
    from .together import Together

    return Together(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_terminal_summary(terminalreporter):
    """What was skipped; each reason says what is missing, and how to have it."""
    skipped = terminalreporter.stats.get("skipped", ())
    counts = Counter((_kind(report), report.longrepr[2]) for report in skipped)
    for (kind, reason), count in counts.most_common():
        what = f"{count} {kind}{'s' * (count > 1)}"
        terminalreporter.write_line(f"{what} not run: {reason.removeprefix('Skipped: ')}")


def _kind(report):
    """A file may be skipped as a whole, before its tests are known."""
    return "test" if isinstance(report, pytest.TestReport) else "file"


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture(autouse=True)
def nobody_watches(monkeypatch):
    """The line of a lesson that one test has started hears nothing of what another does."""
    monkeypatch.setattr(progress, "watchers", [])


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """An empty workspace, in which everything in this process happens."""
    monkeypatch.setenv("BPCOURSE_WORK", str(tmp_path / "work"))
    return Workspace(tmp_path / "work")


@pytest.fixture(scope="session")
def built():
    """built(source) is the text of that lesson's notebook, executed by whoever asks first."""
    executed = cache(build.built)

    def text_of(source):
        skip_without_what_it_needs(source.stem)
        return executed(source)

    return text_of


def skip_without_what_it_needs(lesson):
    """Lesson 19 runs where PyTorch is, and its tests say so where it is not."""
    if any(plan.missing for plan in lesson_plan.plans() if plan.number == lesson[:2]):
        pytest.skip('needs PyTorch: python -m pip install "bpcourse[peers]"')
