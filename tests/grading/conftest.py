"""What the tests of the grader share: a judge that is ready, and exercises of their own."""

import secrets
from pathlib import Path

import pytest

from bpcourse.checking.exercise import exercises, read
from bpcourse.grading.judges.judge_process import JudgeProcess

collect_ignore = ["exercises", "hostile"]
OWN = [read(path.parent) for path in sorted(Path(__file__).parent.glob("exercises/*/*/*.toml"))]
SHORT = [exercise for exercise in OWN if exercise.lesson == "short"]
SECONDS = 5  # as for a learner: on a busy machine the longest check takes two
MEMORY = 256 << 20


@pytest.fixture(scope="session")
def judge_process():
    """A judge of the course's exercises and of these, with all layers that this machine has."""
    folders = [exercise.folder for exercise in [*exercises(), *OWN]]
    with JudgeProcess(folders, seconds=SECONDS, memory=MEMORY) as process:
        yield process


@pytest.fixture
def judged(judge_process):
    """judged("squash", source) is the Verdict on that source."""

    def verdict(name, source, seed=None):
        seed = secrets.randbelow(10**6) if seed is None else seed
        return judge_process.judge([(name, source)], seed)[0]

    return verdict
