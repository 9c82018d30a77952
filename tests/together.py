"""Which tests run in the same worker, because they share what is slow to start.

The tests in the browser are two halves, each with a JupyterLab and a Chromium. All that is run for
one lesson is in the same half, so that what its execution has shown is there for every test that
asks. All else that is run for one exercise or experiment is run by one worker, one after the other:
so its checks are collected, and its pictures computed, once. (xdist's own groups do not work beside
pytest 9.2, which keeps a test's id elsewhere.)
"""

import re

from xdist.scheduler import LoadScopeScheduling

from bpcourse import experiments
from bpcourse.checking.exercise import exercises

from .costs import LESSONS

HALVES = 2  # as many as a small machine has cores
SUBJECTS = {*experiments.modules(), *(exercise.name for exercise in exercises())}


class Together(LoadScopeScheduling):
    """Gives workers what belongs together at once, half of the browser's tests before all else."""

    def schedule(self):
        collected = next(iter(self.registered_collections.values()))
        self.shared = sorted({key for nodeid in collected if (key := shared(nodeid))})
        super().schedule()

    def _split_scope(self, nodeid):
        key = shared(nodeid)
        return f"half {self.shared.index(key) % HALVES}" if key else own(nodeid)


def shared(nodeid):
    """What the test shares with others: a site, its lesson, or only JupyterLab; or nothing."""
    for site in ("browser/test_site.py", "browser/test_jupyterlite.py"):
        if site in nodeid:
            return site  # built and opened once
    lesson = _parameter(nodeid, LESSONS)
    return lesson or (nodeid if "browser/" in nodeid else "")


def own(nodeid):
    """Its exercise or experiment; a test of neither is alone, but those of the wheel are not: it is
    built once.
    """
    file = nodeid.partition("::")[0]
    return file if file.endswith("test_wheel.py") else _parameter(nodeid, SUBJECTS) or nodeid


def _parameter(nodeid, known):
    """The first word among the test's parameters that is known; empty if there is none."""
    words = re.findall(r"\w+", nodeid.partition("[")[2])
    return next((word for word in words if word in known), "")
