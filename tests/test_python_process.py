"""Processes that this package starts: what they find, what they say, and how they end."""

import os
import queue
import signal
import subprocess
import time
from pathlib import Path

import pytest

from bpcourse import python_process
from bpcourse.python_process import Parent, PythonProcess, children, end, start

UNIX = pytest.mark.skipif(os.name != "posix", reason="processes of Unix")


def echo():
    parent = Parent()
    for message in parent:
        print("this goes nowhere")
        parent.say({"heard": message})


def import_random():
    import random

    Parent().say({"file": random.__file__})


def say_secret():
    Parent().say({"secret": os.environ.get("SECRET")})


def family(depth):
    """A process with a child in a session of its own, which has a child, and so on."""
    if depth:
        os.setsid() if os.getpid() != os.getsid(0) else None
        start(f"{__name__}:family", depth - 1)
    time.sleep(600)


def test_messages_go_both_ways():
    process = PythonProcess(f"{__name__}:echo")
    process.send({"a": [1, "é", None]})
    assert process.receive(30) == {"heard": {"a": [1, "é", None]}}
    process.close()
    assert process.receive(1) is None
    assert process.wait() == 0


def test_two_processes_may_share_an_inbox():
    inbox = queue.Queue()
    processes = [PythonProcess(f"{__name__}:echo", inbox=inbox) for _ in range(2)]
    for i, process in enumerate(processes):
        process.send(i)
    heard = dict(inbox.get(timeout=30) for _ in processes)
    assert heard == {process: {"heard": i} for i, process in enumerate(processes)}
    for process in processes:
        process.kill()


def test_what_lies_in_the_current_folder_is_not_imported(tmp_path, monkeypatch):
    (tmp_path / "random.py").write_text("raise ValueError")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    process = PythonProcess(f"{__name__}:import_random")
    assert Path(process.receive(30)["file"]).parent != tmp_path
    process.kill()


def test_silence_is_told_and_so_is_the_end():
    process = PythonProcess(f"{__name__}:echo")
    with pytest.raises(queue.Empty):
        process.receive(0)
    process.kill()
    assert process.receive(5) is None
    process.send("to nobody")


@UNIX
@pytest.mark.parametrize("by", ["proc", "ps"])
def test_all_that_descends_from_a_process_ends_with_it(by, monkeypatch):
    """Also what has left its session."""
    process = start(f"{__name__}:family", 3)
    deadline = time.monotonic() + 60
    below = []
    while len(below) < 3 and time.monotonic() < deadline:
        below = children(process.pid)
        for one in below:
            below += children(one)
        time.sleep(0.1)
    assert len(below) == 3
    assert len({os.getsid(one) for one in below}) > 1
    if by == "ps":
        told = {pid: children(pid) for pid in (process.pid, *below)}
        monkeypatch.setattr(python_process, "Path", lambda path: Path("/nowhere"))
        assert {pid: children(pid) for pid in told} == told
    end(process)
    assert process.returncode == -signal.SIGKILL
    while any(_lives(one) for one in below):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _lives(pid):
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return told.stdout.strip()[:1] not in ("", "Z")


def test_the_environment_is_what_is_given(monkeypatch):
    monkeypatch.setenv("SECRET", "1")
    for given, found in ((None, "1"), ({"PATH": os.defpath}, None)):
        process = PythonProcess(f"{__name__}:say_secret", environment=given)
        assert process.receive(30) == {"secret": found}
        process.close()
