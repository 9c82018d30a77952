"""What the tests of the grader share: a judge that is ready, and exercises of their own."""

import secrets
from pathlib import Path

import pytest

from bpcourse.checking.exercise import exercises, read
from bpcourse.grading.bench import Bench

collect_ignore = ["exercises", "hostile"]
OWN = [read(path.parent) for path in sorted(Path(__file__).parent.glob("exercises/*/*/*.toml"))]
SHORT = [exercise for exercise in OWN if exercise.lesson == "short"]
ALL = [*exercises(), *OWN]
SECONDS = 5  # as for a learner: on a busy machine the longest check takes two
MEMORY = 256 << 20


@pytest.fixture(scope="session")
def bench():
    """A judge of all exercises, with all layers that this machine has."""
    with Bench([e.folder for e in ALL], seconds=SECONDS, memory=MEMORY) as bench:
        yield bench


@pytest.fixture
def judged(bench):
    """judged("sigmoid", source) is the Verdict on that source."""

    def judge(name, source, seed=None):
        seed = secrets.randbelow(10**6) if seed is None else seed
        return bench.judge([(name, source)], seed)[0]

    return judge


def answers(exercise):
    """All answers in the exercise's folder, right and wrong, with their names."""
    files = [exercise.folder / "solution.py", exercise.folder / "stub.py"]
    for kind in ("right", "mistakes"):
        files += sorted((exercise.folder / kind).glob("*.py"))
    return files
