"""What docs/grading.md says of protection and is tried nowhere else.

Most of its sentences are held where their subject is: in test_protections (the layers, one by one),
test_attacks and test_border (what crosses), test_hostile, test_reading and test_teachers_checks.
"""

import os
import re
import threading
import time
from pathlib import Path

import pytest

from bpcourse.checking.judging import limits
from bpcourse.content import content
from bpcourse.grading.judges import pool
from bpcourse.grading.judges.judge_process import JudgeProcess
from bpcourse.grading.notebooks import run_notebooks
from bpcourse.grading.remote import size, wire
from bpcourse.grading.remote.proxies import Conversation
from bpcourse.grading.sandbox import seccomp
from bpcourse.grading.sandbox.channel import Sandbox
from bpcourse.grading.sandbox.protections import (
    FOLDER_BYTES,
    LANDLOCK,
    MEANING,
    NAMESPACES,
    PROCESSES,
    SECCOMP,
)
from bpcourse.grading.submissions import intake, reader

from .conftest import MEMORY, SHORT
from .test_attacks import SQUASH, private_checks
from .test_grade import GOOD
from .test_hostile import FILES, below
from .test_intake import notebook, zipped
from .test_protections import LINUX

NUMBERS = {
    "A value may hold 8 million elements and 64 MB when it is unfolded": (
        round(size.ELEMENTS / 1e6) == 8 and wire.SIZE >> 20 == 64
    ),
    "memory (1 GB), open files, 16 MB of files": (
        limits.MEMORY >> 30 == 1 and FOLDER_BYTES >> 20 == 16
    ),
    "with 10 s and 1 GB, without following links": (
        reader.SECONDS == 10 and reader.MEMORY >> 30 == 1
    ),
    "A cell may take 30 s and all notebooks of a submission 4 minutes": (
        run_notebooks.CELL == 30 and run_notebooks.WHOLE == 240
    ),
    "up to four times within the run": pool.TRIES * pool.ROUNDS == 4,
    "signals to others, and some sixty calls more": 75 <= len(seccomp.REFUSED) < 90,
    "All eight are there": len(MEANING) == 8,
}


@pytest.mark.clone
@pytest.mark.parametrize("sentence", NUMBERS)
def test_the_numbers_on_the_page_for_teachers_are_those_of_the_program(sentence):
    assert sentence in content("docs", "grading.md").read_text(encoding="utf-8")
    assert NUMBERS[sentence]


def test_there_are_more_than_two_hundred_hostile_answers():
    from . import test_attacks, test_border

    kinds = [test_attacks.FRAMES, test_attacks.CHANGES, test_attacks.LARGE, test_attacks.TEXTS]
    kinds += [test_attacks.LEAKS, test_attacks.READERS, test_border.ATTACKS, FILES]
    assert sum(map(len, kinds)) > 200


@LINUX
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root could be nobody; run as root"
)
def test_the_answer_of_a_grader_who_is_root_runs_as_nobody():
    """Seen from outside: inside it is called root, of a world of its own."""
    seen = []
    source = "import time\n" + GOOD["squash"].replace("    return", "    time.sleep(1)\n    return")
    with JudgeProcess([SQUASH.folder], seconds=9, memory=MEMORY) as judge:
        judge.wait()
        asking = threading.Thread(target=judge.judge, args=([("squash", source)], 1))
        asking.start()
        while asking.is_alive():
            seen.append([_users(pid) for pid in below(judge.pid)])
            time.sleep(0.05)
        asking.join()
    assert max(map(len, seen)) == 3, "the two halves of the sandbox, and the child"
    assert all(users == {65534} for family in seen for users in family[1:])


def _users(pid):
    try:
        told = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return {65534}  # it has just ended
    return set(map(int, re.search(r"Uid:(.*)", told)[1].split()))


def test_what_a_check_patches_is_patched_on_its_own_side(tmp_path):
    text = (
        "def test_own(squash, monkeypatch):\n    '''It uses no tanh.'''\n"
        "    right = squash(np.ones(1))\n"
        "    monkeypatch.setattr(np, 'tanh', lambda x: 0 * x)\n"
        "    assert np.all(squash(np.ones(1)) == right), 'The answer feels it.'\n"
    )
    private = [("squash", private_checks(text, tmp_path))]
    with JudgeProcess([SQUASH.folder], seconds=5, memory=MEMORY, private=private) as judge:
        (verdict,) = judge.judge([("squash", GOOD["squash"])], 1)
    assert "tanh" in GOOD["squash"]
    assert verdict.state == "passed", verdict


LOOKS = """
import gc, sys
from pathlib import Path

WORD = ''.join(['WORD', 'OF', 'MINE'])


def found():
    places = [{path!r}, *sys.argv, *sys.path]
    for place in places:
        try:
            if WORD in Path(place).read_text():
                return True
        except OSError:
            pass
    for thing in gc.get_objects():
        parts = thing.values() if isinstance(thing, dict) else thing
        if isinstance(thing, (dict, list, tuple)) and thing is not globals():
            if any(isinstance(p, str) and WORD in p for p in parts):
                return True
    return False


def squash(z):
    assert not found(), "It is here."
"""


@LINUX
def test_the_files_of_private_checks_come_nowhere_near_the_answer(tmp_path):
    path = private_checks(
        "def test_own(squash):\n    '''WORDOFMINE'''\n    assert squash(np.ones(1)) > 0, 'x'\n",
        tmp_path,
    )
    source = LOOKS.format(path=str(path)) + "    return " + GOOD["squash"].split("return ")[1]
    source = "import numpy as np\n" + source
    private = [("squash", path)]
    with JudgeProcess([SQUASH.folder], seconds=5, memory=MEMORY, private=private) as judge:
        (verdict,) = judge.judge([("squash", source)], 1)
    assert verdict.state == "passed", verdict


def test_to_read_what_was_handed_in_writes_nothing(tmp_path, monkeypatch):
    scratch, given = tmp_path / "scratch", tmp_path / "given"
    scratch.mkdir()
    given.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.chdir(scratch)
    files = {"squash.py": GOOD["squash"], "a.ipynb": notebook(GOOD["msd"])}
    inner = {"in.zip": zipped(files)}
    (given / "ada.zip").write_bytes(zipped(inner))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    (entry,) = intake.entries(given / "ada.zip", one=True)
    with reader.Reader(SHORT) as reading:
        submission = reading.read(entry)
    assert set(submission.answers) == {"squash", "msd"}, submission
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


STAYS = """
import os, time


def attempt():
    for session in (False, True):
        if not os.fork():
            if session:
                os.setsid()
                if os.fork():
                    os._exit(0)
            time.sleep(600)
            os._exit(0)
    return True
"""


@LINUX
@pytest.mark.parametrize(
    "without",
    [(SECCOMP,), (SECCOMP, LANDLOCK), (NAMESPACES, PROCESSES, LANDLOCK, SECCOMP)],
    ids=lambda names: ", ".join(names),
)
def test_an_answer_is_ended_together_with_all_that_it_has_started(without):
    with Sandbox(seconds=5, memory=1 << 30, without=dict.fromkeys(without, "left out")) as sandbox:
        before = set(below(sandbox.process.pid))
        conversation = Conversation(sandbox.open(), 5)
        (attempt,) = conversation.load(STAYS, "attempt.py", {"attempt": ()})
        assert attempt() is True
        assert len(set(below(sandbox.process.pid)) - before) >= 3
        sandbox.close()
        sandbox.open()  # the one before is gone
        sandbox.close()
        deadline = time.monotonic() + 60  # a busy machine is slow, not broken
        while set(below(sandbox.process.pid)) - before and time.monotonic() < deadline:
            time.sleep(0.05)
        assert set(below(sandbox.process.pid)) == before
