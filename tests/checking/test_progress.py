"""What was achieved is never lost, and no file is ever half written."""

import json
import os
import subprocess
import sys
import textwrap

import pytest

from bpcourse.checking.check import check, check_text
from bpcourse.checking.exercise import find
from bpcourse.checking.mine import learners, mine, reference
from bpcourse.checking.progress import Progress
from bpcourse.checking.workspace import FOLDER, Workspace, fingerprint, here, write_text


def test_events_come_back_in_order(workspace):
    progress = Progress(workspace)
    progress.record("hint", exercise="gd_step", rung=1)
    progress.record("hint", exercise="gd_step", rung=2)
    assert [e["rung"] for e in Progress(workspace).events("hint", exercise="gd_step")] == [1, 2]
    assert progress.hints_seen("gd_step") == 2
    assert progress.events("hint", exercise="linear_grad") == []


def test_a_torn_line_takes_no_other_with_it(workspace):
    """A kill in the middle of a write leaves half a line; what comes before and after is whole."""
    progress = Progress(workspace)
    progress.record("check", exercise="gd_step", outcome="ok", code="1")
    with progress.path.open("ab") as file:
        file.write(b'\n{"event": "check", "exerc')
    progress.record("check", exercise="linear_grad", outcome="ok", code="2")
    again = Progress(workspace)
    assert again.passed("gd_step")
    assert again.passed("linear_grad")


def test_a_line_that_was_read_half_is_read_when_it_is_whole(workspace):
    progress = Progress(workspace)
    progress.record("hint", rung=1)
    line = json.dumps({"event": "hint", "rung": 2}).encode() + b"\n"
    for part in (line[:9], line[9:]):
        with progress.path.open("ab") as file:
            file.write(part)
        assert [e["rung"] for e in progress.events()] == ([1] if part == line[:9] else [1, 2])


def test_what_was_read_is_not_read_again_but_another_file_is(workspace, monkeypatch):
    progress, parsed = Progress(workspace), []
    plain = json.loads
    monkeypatch.setattr(json, "loads", lambda line: parsed.append(line) or plain(line))
    for rung in range(20):
        progress.record("hint", rung=rung)
        assert len(Progress(workspace).events()) == rung + 1
    assert len([line for line in parsed if line]) == 20
    progress.path.unlink()
    assert progress.events() == []
    progress.record("hint", rung="a")
    assert [e["rung"] for e in progress.events()] == ["a"]
    for rung in range(40):  # longer than the first one was
        progress.record("hint", rung=f"{rung}, and more")
    assert len(progress.events()) == 41


@pytest.mark.parametrize("junk", [b"\xff\xfe\x00", b"[1, 2]\n", b"null\n", b'{"event": 3}\n'])
def test_junk_in_the_file_is_passed_over(workspace, junk):
    progress = Progress(workspace)
    progress.path.parent.mkdir(parents=True)
    progress.path.write_bytes(junk)
    progress.record("check", exercise="gd_step", outcome="ok", code="1")
    assert Progress(workspace).passed("gd_step")
    assert Progress(workspace).honest_attempts("gd_step") == 0


KILLED = """
    import os, signal, sys
    from bpcourse.checking.progress import Progress
    from bpcourse.checking.workspace import here, write_text
    progress = Progress(here())
    for number in range(10**6):
        write_text(here().answer_path("gd_step"), f"# {number}\\n" * 5000)
        progress.record("check", exercise=f"e{number}", outcome="ok", code="x")
        print(number, flush=True)
"""


@pytest.mark.skipif(
    sys.platform == "win32", reason="it kills with a signal; run it on Linux or macOS"
)
def test_a_kill_at_any_moment_loses_no_pass_and_tears_no_file(workspace):
    """Ten times a process is killed while it writes; all that it had reported is there."""
    for _ in range(10):
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(KILLED)], stdout=subprocess.PIPE, text=True
        )
        reported = [process.stdout.readline() for _ in range(20)]
        process.kill()
        process.communicate()
        progress = Progress(workspace)
        assert all(progress.passed(f"e{int(line)}") for line in reported)
        lines = workspace.answer("gd_step").splitlines()
        assert len(lines) == 5000
        assert len(set(lines)) == 1


def test_two_processes_do_not_mix_their_lines(workspace):
    code = (
        "import sys\nfrom bpcourse.checking.progress import Progress\n"
        "from bpcourse.checking.workspace import here\n"
        "for i in range(200): Progress(here()).record('check', exercise=sys.argv[1] + str(i))"
    )
    started = [subprocess.Popen([sys.executable, "-c", code, name]) for name in "ab"]
    assert [process.wait() for process in started] == [0, 0]
    lines = Progress(workspace).path.read_text().split()
    assert len(Progress(workspace).events("check")) == 400
    assert "".join(lines).count("{") == 400


def test_write_whole_keeps_the_old_text_when_it_fails(tmp_path, monkeypatch):
    path = tmp_path / "answer.py"
    write_text(path, "old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_replaced_is_kept(workspace):
    for text in ("one\n", "two\n", "two\n", "three\n"):
        workspace.save_answer("gd_step", text)
    assert workspace.answer("gd_step") == "three\n"
    assert [path.read_text() for path in workspace.attempts("gd_step")] == ["one\n", "two\n"]


def test_the_workspace_hides_from_git(workspace):
    workspace.create()
    assert (workspace.root / ".gitignore").read_text().splitlines()[-1] == "*"


def test_the_workspace_is_found_from_inside_and_from_beside(tmp_path, monkeypatch):
    monkeypatch.delenv("BPCOURSE_WORK", raising=False)
    made = Workspace(tmp_path / FOLDER)
    made.create()
    monkeypatch.chdir(tmp_path)
    assert here() == made
    monkeypatch.chdir(made.answers)
    assert here() == made


def test_an_answer_that_is_not_utf8_is_told_and_left_alone(workspace):
    workspace.create()
    workspace.answer_path("gd_step").write_bytes(b"# caf\xe9\n")
    assert "is not UTF-8 text" in str(check("gd_step"))
    assert workspace.answer_path("gd_step").read_bytes() == b"# caf\xe9\n"
    assert mine("gd_step") is reference("gd_step")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_what_an_editor_saves_as_utf16_is_read(workspace, encoding):
    """As Notepad and the Windows PowerShell do; `grade` reads it by the same function."""
    workspace.create()
    text = find("gd_step").solution + "\n# Größe\n"
    workspace.answer_path("gd_step").write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert workspace.answer("gd_step") == text
    assert check("gd_step").outcome == "ok"


def test_an_old_encoding_is_read_where_the_file_names_it(workspace):
    workspace.create()
    text = "# -*- coding: latin-1 -*-\n# Größe\n" + find("gd_step").solution
    workspace.answer_path("gd_step").write_bytes(text.encode("latin-1"))
    assert workspace.answer("gd_step") == text


def test_a_byte_order_mark_does_no_harm(workspace):
    workspace.create()
    text = find("gd_step").solution
    workspace.answer_path("gd_step").write_bytes(
        b"\xef\xbb\xbf" + text.encode().replace(b"\n", b"\r\n")
    )
    assert check("gd_step").outcome == "ok"
    assert learners("gd_step") is not None


def test_line_ends_and_trailing_spaces_make_no_new_answer():
    assert fingerprint("a\r\nb  \r\n") == fingerprint("a\nb\n\n") != fingerprint("a\n b")


def test_a_result_that_cannot_be_kept_is_shown_all_the_same(workspace, monkeypatch):
    def refuse(self, event, **facts):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Progress, "record", refuse)
    report = check_text(find("gd_step"), find("gd_step").solution, workspace)
    assert report.outcome == "ok"
    assert any(
        "could not be kept" in notice and "No space left" in notice for notice in report.notices
    )


def test_mine_is_the_learners_only_while_it_passes(workspace):
    assert mine("gd_step") is reference("gd_step")
    own = "# my own\n" + find("gd_step").solution
    workspace.save_answer("gd_step", own)
    assert learners("gd_step") is None
    assert check("gd_step").outcome == "ok"
    assert learners("gd_step") is mine("gd_step") is not reference("gd_step")
    workspace.save_answer("gd_step", own + "\n# changed, and not checked yet\n")
    assert mine("gd_step") is reference("gd_step")


def test_events_are_plain_lines_of_json(workspace):
    workspace.save_answer("gd_step", find("gd_step").solution)
    check("gd_step", seed=3)
    event = json.loads(Progress(workspace).path.read_text())
    assert event["exercise"] == "gd_step"
    assert event["outcome"] == "ok"
    assert event["seed"] == 3
