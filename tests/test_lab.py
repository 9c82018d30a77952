"""The learner's folder: nothing of theirs is ever overwritten, whatever happens around it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time

import pytest

from bpcourse.app import lab, lesson_copies, tutor
from bpcourse.app.cli import main
from bpcourse.app.jupyter_settings import environment
from bpcourse.checking.check import check
from bpcourse.checking.exercise import exercises
from bpcourse.checking.workspace import Workspace

LESSON = lab.lessons()[0]


@pytest.fixture
def edition(monkeypatch, tmp_path):
    """Makes the course come with another edition of its first lesson."""

    def publish(text):
        path = tmp_path / "published" / LESSON.name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        monkeypatch.setattr(lesson_copies, "lessons", lambda: [path])

    return publish


def notebooks(workspace):
    return sorted(path.name for path in workspace.root.glob("*.ipynb"))


@pytest.fixture(autouse=True)
def ordinary_user(monkeypatch, tmp_path_factory):
    """Nobody is root, and nothing reaches the Jupyter of whoever runs the tests."""
    monkeypatch.setattr(lab, "is_root", lambda: False)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path_factory.mktemp("jupyter")))


def test_every_lesson_is_copied(workspace):
    lab.prepare(workspace)
    assert notebooks(workspace) == sorted(page.name for page in lab.pages())


def test_run_twice_it_changes_nothing(workspace):
    lab.prepare(workspace)
    mine = workspace.root / LESSON.name
    mine.write_text("my own notes")
    assert lab.prepare(workspace) == []
    assert mine.read_text() == "my own notes"
    assert notebooks(workspace) == [page.name for page in lab.pages()]


def test_assistants_are_asked_to_hint_and_the_learner_is_told_once(workspace):
    assert lab.prepare(workspace) == [tutor.NEWS]
    assert "Never write an answer to an exercise" in (workspace.root / "AGENTS.md").read_text()
    assert lab.prepare(workspace) == []


def test_a_word_to_assistants_that_is_there_stays_even_when_empty(workspace):
    workspace.create()
    (workspace.root / "AGENTS.md").write_text("")
    assert lab.prepare(workspace) == []
    assert (workspace.root / "AGENTS.md").read_text() == ""


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
    not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="root may write anywhere; run it as an ordinary user",
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
    assert lab.next_lesson(workspace) == lab.lessons()[0].name
    for exercise in exercises():
        workspace.save_answer(exercise.name, exercise.solution)
        check(exercise.name)
    assert lab.next_lesson(workspace) == lab.lessons()[-1].name


def test_it_opens_the_edition_that_was_used_last(workspace, edition):
    edition("first")
    lab.prepare(workspace)
    (workspace.root / LESSON.name).write_text("first, with my notes")
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
        [sys.executable, "-c", code], env=environment(workspace), capture_output=True, text=True
    )
    assert done.stdout.strip() == sys.executable


def test_the_courses_commands_are_found_where_no_environment_was_activated(workspace, monkeypatch):
    monkeypatch.setenv("PATH", os.defpath)
    path = environment(workspace)["PATH"]
    assert shutil.which("bpcourse", path=path)
    assert path.endswith(os.pathsep + os.defpath)


@pytest.fixture
def started(monkeypatch):
    """The commands that would start JupyterLab, with environment and folder."""
    found = []

    class Process:
        def __init__(self, command, env, cwd):
            found.append((command, env, cwd))

        def wait(self):
            return 0

    monkeypatch.setattr(lab.subprocess, "Popen", Process)
    return found


def test_options_are_passed_on_to_jupyterlab(workspace, started):
    assert main(["lab", str(workspace.root), "--no-browser", "--port", "8899"]) == 0
    command, environment, folder = started[0]
    assert command[1:3] == ["-m", "jupyterlab"]
    assert command[-2:] == ["--no-browser", "--port=8899"]
    assert environment["BPCOURSE_WORK"] == str(workspace.root)
    assert folder == workspace.root


def test_as_root_it_says_what_to_do(workspace, started, monkeypatch, capsys):
    monkeypatch.setattr(lab, "is_root", lambda: True)
    assert main(["lab", str(workspace.root)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("JupyterLab does not run as root, because a notebook could then change")
    assert told.endswith("run: bpcourse lab --allow-root\n")
    assert started == []
    assert main(["lab", str(workspace.root), "--no-browser", "--allow-root"]) == 0
    assert started[0][0][-1] == "--allow-root"


@pytest.mark.parametrize("option", ["--port={}", "--port {}", "--ServerApp.port={}"])
def test_a_port_that_is_used_is_told_with_another_one(workspace, started, capsys, option):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        words = option.format(port).split()
        assert main(["lab", str(workspace.root), "--no-browser", *words]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"Port {port} is used by another program")
    assert f"bpcourse lab --port {port + 1}" in told
    assert started == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_it_says_how_to_go_on(workspace, started, monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    assert main(["lab", str(workspace.root)]) == 0
    assert "This machine has no display. Open the address below" in capsys.readouterr().out
    assert started[0][0][-1] == "--no-browser"


def test_without_a_browser_it_says_how_to_go_on(workspace, started, monkeypatch, capsys):
    def none(using=None):
        raise lab.webbrowser.Error("could not locate runnable browser")

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(lab.webbrowser, "get", none)
    assert main(["lab", str(workspace.root)]) == 0
    assert "No browser is found on this machine. Open the address" in capsys.readouterr().out


def test_a_folder_that_is_open_already_is_shown_and_not_opened_twice(
    workspace, started, monkeypatch, capsys
):
    import jupyter_server.serverapp

    running = {"root_dir": str(workspace.root), "url": "http://localhost:8888/", "token": "abc"}
    monkeypatch.setattr(jupyter_server.serverapp, "list_running_servers", lambda: [running])
    assert main(["lab", str(workspace.root), "--no-browser"]) == 0
    assert "http://localhost:8888/lab?token=abc" in capsys.readouterr().out
    assert started == []


def test_the_side_bars_are_shut_until_the_learner_opens_one(workspace, started):
    assert main(["lab", str(workspace.root), "--no-browser"]) == 0
    folder = workspace.private / "jupyter" / "workspaces"
    assert f"--LabApp.workspaces_dir={folder}" in started[0][0]
    [layout] = folder.glob("*")
    shut = json.loads(layout.read_text())["data"]["layout-restorer:data"]
    assert shut["left"]["collapsed"]
    layout.write_text("what the learner has opened")
    assert main(["lab", str(workspace.root), "--no-browser"]) == 0
    assert layout.read_text() == "what the learner has opened"


@pytest.mark.skipif(
    os.name != "posix", reason="Windows ends a process without telling it; run it on Linux or macOS"
)
def test_whoever_ends_the_command_ends_jupyterlab(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "bpcourse", "lab", str(tmp_path / "work"), "--no-browser"]
    command += ["--allow-root", "--ServerApp.ip=127.0.0.1", f"--port={port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: answers(port), 180)
    finally:
        process.terminate()
        process.wait(60)
    until(lambda: not answers(port), 30)


def answers(port):
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def until(is_so, seconds):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_without_a_name_the_folder_is_bpcourse_work_here(tmp_path, monkeypatch, started):
    monkeypatch.delenv("BPCOURSE_WORK", raising=False)
    monkeypatch.chdir(tmp_path)
    assert main(["lab"]) == 0
    assert Workspace(tmp_path / "bpcourse-work").private.is_dir()


@pytest.mark.skipif(shutil.which("git") is None, reason="it asks git; install git")
def test_git_does_not_see_the_folder(tmp_path):
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    lab.prepare(Workspace(tmp_path / "bpcourse-work"))
    done = subprocess.run(
        ["git", "status", "--short"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("words", "folder", "options"),
    [
        ("--no-browser --port 8899", None, ["--no-browser", "--port=8899"]),
        ("--no-browser --port 8899 mine", "mine", ["--no-browser", "--port=8899"]),
        ("mine --ServerApp.ip 127.0.0.1", "mine", ["--ServerApp.ip=127.0.0.1"]),
        ("--port=8899 mine", "mine", ["--port=8899"]),
    ],
)
def test_the_value_of_an_option_is_not_taken_for_the_folder(words, folder, options, monkeypatch):
    called = []
    monkeypatch.setattr(lab, "lab", lambda *given: called.append(given))
    main(["lab", *words.split()])
    assert called == [(folder, options)]
