"""What all tests share: random numbers with a seed, and a workspace of their own."""

import numpy as np
import pytest

from bpcourse.checking.workspace import Workspace
from bpcourse.content import content

IN_CLONE = content(
    "pyproject.toml"
).exists()  # the tests ship with the wheel, some of what they read does not


def pytest_configure(config):
    config.addinivalue_line("markers", "clone: needs a clone of the repository, not a wheel alone")
    config.addinivalue_line("markers", "browser: drives JupyterLab in Chromium")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("clone") and not IN_CLONE:
            item.add_marker(pytest.mark.skip(reason="reads files that only a clone has"))


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """An empty workspace, in which everything in this process happens."""
    monkeypatch.setenv("BPCOURSE_WORK", str(tmp_path / "work"))
    return Workspace(tmp_path / "work")
