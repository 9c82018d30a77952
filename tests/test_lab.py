"""The learner's folder: nothing of theirs is ever overwritten, whatever happens around it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time

import pytest

from bpcourse import lab
from bpcourse.checking.check import check
from bpcourse.checking.exercise import exercises
from bpcourse.checking.workspace import Workspace
from bpcourse.cli import main

LESSON = lab.lessons()[0]


@pytest.fixture
def edition(monkeypatch, tmp_path):
    """Makes the course come with another edition of its first lesson."""

    def publish(text):
        path = tmp_path / "published" / LESSON.name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        monkeypatch.setattr(lab, "lessons", lambda: [path])

    return publish


def notebooks(workspace):
    return sorted(path.name for path in workspace.root.glob("*.ipynb"))


def test_every_lesson_is_copied(workspace):
    lab.prepare(workspace)
    for lesson in lab.lessons():
        assert (workspace.root / lesson.name).read_bytes() == lesson.read_bytes()


def test_run_twice_it_changes_nothing(workspace):
    lab.prepare(workspace)
    mine = workspace.root / LESSON.name
    mine.write_text("my own notes")
    assert lab.prepare(workspace) == []
    assert mine.read_text() == "my own notes"
    assert notebooks(workspace) == [page.name for page in lab.pages()]


def test_a_lesson_that_was_thrown_away_comes_back(workspace):
    lab.prepare(workspace)
    (workspace.root / LESSON.name).unlink()
    lab.prepare(workspace)
    assert (workspace.root / LESSON.name).exists()


def test_a_new_edition_is_laid_beside_the_learners_and_said(workspace, edition):
    edition("first")
    lab.prepare(workspace)
    (workspace.root / LESSON.name).write_text("first, with my notes")
    edition("second")
    told = lab.prepare(workspace)
    second = f"{LESSON.stem}_edition2.ipynb"
    assert told == [f"{LESSON.stem} has a new edition, {second}; yours is as you left it."]
    assert (workspace.root / LESSON.name).read_text() == "first, with my notes"
    assert (workspace.root / second).read_text() == "second"
    assert lab.prepare(workspace) == []
    edition("third")
    lab.prepare(workspace)
    assert (workspace.root / f"{LESSON.stem}_edition3.ipynb").read_text() == "third"


def test_a_file_of_that_name_that_was_there_before_stays(workspace):
    workspace.create()
    (workspace.root / LESSON.name).write_text("from somewhere else")
    lab.prepare(workspace)
    assert (workspace.root / LESSON.name).read_text() == "from somewhere else"
    assert f"{LESSON.stem}_edition2.ipynb" in notebooks(workspace)


def test_a_crash_between_copy_and_note_makes_no_second_copy(workspace):
    lab.prepare(workspace)
    (workspace.private / "lessons.json").unlink()
    assert lab.prepare(workspace) == []
    assert notebooks(workspace) == [page.name for page in lab.pages()]


def test_a_damaged_note_does_no_harm(workspace):
    lab.prepare(workspace)
    (workspace.private / "lessons.json").write_text('{"half')
    assert lab.prepare(workspace) == []


def test_a_full_disk_is_told_and_loses_nothing(workspace, monkeypatch, capsys):
    lab.prepare(workspace)
    (workspace.root / LESSON.name).write_text("mine")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert main(["lab", str(workspace.root)]) == 1
    told = capsys.readouterr().err
    assert "cannot be written: No space left on device." in told
    assert "bpcourse lab ~/bpcourse-work" in told
    assert (workspace.root / LESSON.name).read_text() == "mine"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_read_only_folder_is_told(tmp_path, capsys):
    tmp_path.chmod(0o500)
    try:
        assert main(["lab", str(tmp_path / "work")]) == 1
    finally:
        tmp_path.chmod(0o700)
    assert "cannot be written: Permission denied." in capsys.readouterr().err


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path, capsys):
    (tmp_path / "work").write_text("I am a file")
    assert main(["lab", str(tmp_path / "work")]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert (tmp_path / "work").read_text() == "I am a file"


def test_it_opens_the_first_lesson_that_is_not_finished(workspace):
    lab.prepare(workspace)
    assert lab.next_lesson(workspace) == f"{exercises()[0].lesson}.ipynb"
    for exercise in exercises():
        workspace.save_answer(exercise.name, exercise.solution)
        check(exercise.name)
    assert lab.next_lesson(workspace) == lab.lessons()[-1].name


def test_it_opens_the_edition_that_was_used_last(workspace, edition):
    edition("first")
    lab.prepare(workspace)
    edition("second")
    lab.prepare(workspace)
    os.utime(workspace.root / LESSON.name)
    assert lab.next_lesson(workspace) == LESSON.name


def test_the_kernel_is_this_python_before_all_others(workspace, monkeypatch):
    """Also where the learner has a kernel of the same name, from another Python."""
    theirs = workspace.root.parent / "theirs"
    (theirs / "kernels" / "python3").mkdir(parents=True)
    other = {"argv": ["/no/such/python"], "display_name": "Python 3", "language": "python"}
    (theirs / "kernels" / "python3" / "kernel.json").write_text(json.dumps(other))
    monkeypatch.setenv("JUPYTER_PATH", str(theirs))
    workspace.create()
    code = "from jupyter_client.kernelspec import get_kernel_spec as g; print(g('python3').argv[0])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=lab.environment(workspace), capture_output=True, text=True
    )
    assert done.stdout.strip() == sys.executable


def test_options_are_passed_on_to_jupyterlab(workspace, monkeypatch):
    started = []

    class Process:
        def __init__(self, command, env, cwd):
            started.append((command, env, cwd))

        def wait(self):
            return 0

    monkeypatch.setattr(lab.subprocess, "Popen", Process)
    assert main(["lab", str(workspace.root), "--no-browser", "--port", "8899"]) == 0
    command, environment, folder = started[0]
    assert command[1:3] == ["-m", "jupyterlab"]
    assert command[-3:] == ["--no-browser", "--port", "8899"]
    assert environment["BPCOURSE_WORK"] == str(workspace.root)
    assert folder == workspace.root


@pytest.mark.skipif(os.name != "posix", reason="Windows ends a process without telling it")
def test_whoever_ends_the_command_ends_jupyterlab(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bpcourse", "lab", str(tmp_path / "work"), "--no-browser"]
    command += ["--allow-root", "--ServerApp.ip=127.0.0.1", f"--port={port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: answers(port), 60)
    process.terminate()
    process.wait(30)
    until(lambda: not answers(port), 10)


def answers(port):
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def until(is_so, seconds):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_without_a_name_the_folder_is_bpcourse_work_here(tmp_path, monkeypatch):
    monkeypatch.delenv("BPCOURSE_WORK", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        lab.subprocess, "Popen", lambda *a, **k: type("P", (), {"wait": lambda self: 0})()
    )
    assert main(["lab"]) == 0
    assert Workspace(tmp_path / "bpcourse-work").private.is_dir()


@pytest.mark.skipif(shutil.which("git") is None, reason="asks git")
def test_git_does_not_see_the_folder(tmp_path):
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    lab.prepare(Workspace(tmp_path / "bpcourse-work"))
    done = subprocess.run(
        ["git", "status", "--short"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout == ""
