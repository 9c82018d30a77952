"""Which tests run in the same worker, because they share what is slow to start.

The tests in the browser are two halves, each with a JupyterLab and a Chromium. All that is run for
one lesson is in the same half, so that what its execution has shown is there for every test that
asks. (xdist's own groups do not work beside pytest 9.2, which keeps a test's id elsewhere.)
"""

import re

from xdist.scheduler import LoadScopeScheduling

from .costs import LESSONS

HALVES = 2  # as many as a small machine has cores


class Together(LoadScopeScheduling):
    """Gives workers a test at a time, but half of the browser's tests at once, and these first."""

    def schedule(self):
        collected = next(iter(self.registered_collections.values()))
        self.shared = sorted({key for nodeid in collected if (key := shared(nodeid))})
        super().schedule()

    def _split_scope(self, nodeid):
        key = shared(nodeid)
        return f"half {self.shared.index(key) % HALVES}" if key else own(nodeid)


def shared(nodeid):
    """What the test shares with others: its lesson, or else only JupyterLab; empty if neither."""
    words = re.findall(r"\w+", nodeid.partition("[")[2])
    lesson = next((word for word in words if word in LESSONS), "")
    return lesson or (nodeid if "browser/" in nodeid else "")


def own(nodeid):
    """A test alone, but all tests of the wheel, which is built once."""
    file = nodeid.partition("::")[0]
    return file if file.endswith("test_wheel.py") else nodeid
