"""The commands, as they are typed in a terminal and called in a cell."""

import os
import queue
import subprocess
import sys

import pytest

from bpcourse.app.cli import main
from bpcourse.checking import hints
from bpcourse.checking.check import check
from bpcourse.checking.exercise import ExerciseError, exercises, find
from bpcourse.checking.plain_text import plain
from bpcourse.checking.progress import Progress
from bpcourse.checking.watch import watch

FIRST, SECOND = exercises()[:2]
UPHILL = find("gd_step").mistake("uphill")


def run(capsys, *words):
    status = main(words)
    told = capsys.readouterr()
    return status, told.out + told.err


def test_without_a_word_it_shows_its_help(capsys):
    status, told = run(capsys)
    assert status == 0
    assert "bpcourse check gd_step" in told


@pytest.mark.parametrize(
    "verb",
    [
        "lab",
        "check",
        "watch",
        "hint",
        "solution",
        "reset",
        "next",
        "list",
        "status",
        "doctor",
        "library",
        "submit",
        "grade",
        "autograder",
        "build",
    ],
)
def test_every_command_has_help_with_an_example(verb, capsys):
    with pytest.raises(SystemExit) as raised:
        main([verb, "--help"])
    assert raised.value.code == 0
    assert f"example:\n  bpcourse {verb}" in capsys.readouterr().out


def test_an_unknown_option_is_refused_with_advice(capsys):
    with pytest.raises(SystemExit) as raised:
        main(["check", "--sed", "3"])
    assert raised.value.code == 2


def test_an_unknown_command_is_met_with_the_nearest(capsys):
    assert run(capsys, "chek") == (2, "There is no command 'chek'. Did you mean check?\n")
    assert (
        run(capsys, "xyzzy")[1]
        == "There is no command 'xyzzy'. `bpcourse --help` shows them all.\n"
    )


def test_check_tells_by_its_status(workspace, capsys):
    workspace.save_answer("gd_step", UPHILL)
    status, told = run(capsys, "check", "gd_step")
    assert status == 1
    assert "you walk uphill" in told
    workspace.save_answer("gd_step", find("gd_step").solution)
    status, told = run(capsys, "check")
    assert status == 0
    assert "✓ gd_step: right. All 9 visible checks pass." in told
    assert "Next: `linear_grad`" in told


def test_check_replays_a_seed_and_shows_the_traceback(workspace, capsys):
    workspace.save_answer("gd_step", "def gd_step(params, grads, lr):\n    return 1 / 0\n")
    _, told = run(capsys, "check", "gd_step", "--seed", "11", "--traceback")
    assert "--seed 11" in told
    assert "Traceback (most recent call last)" in told


def test_an_unknown_exercise_is_met_with_the_nearest(workspace, capsys):
    status, told = run(capsys, "check", "dead_fractio")
    assert status == 1
    assert told == "There is no exercise called 'dead_fractio'. Did you mean dead_fraction?\n"


def test_an_answer_that_was_never_written_is_to_do(workspace, capsys):
    status, told = run(capsys, "check", "gd_step")
    assert status == 1
    assert "○ gd_step: not written yet." in told


def test_a_bug_that_was_not_touched_is_to_do(workspace):
    assert "still the program with the bug" in str(check("fit_line"))


def test_hints_come_one_at_a_time_and_do_not_count_themselves(workspace):
    told = [str(hints.hint("gd_step")) for _ in range(5)]
    exercise = find("gd_step")
    texts = [plain(text) for text in exercise.hints]
    for text, hint in zip(told, texts, strict=False):
        assert hint in text
    assert plain(exercise.worked_step.strip()) in told[3]
    assert all(hint in told[4] for hint in texts)
    assert not any("hints left" in text or "of 4" in text for text in told)


def test_the_model_answer_opens_by_passing(workspace):
    assert "opens when your own passes" in str(hints.solution("gd_step"))
    body = "    new = [p - lr * g for p, g in zip(params, grads)]\n    return new\n"
    own = f"def gd_step(params, grads, lr):\n{body}"
    workspace.save_answer("gd_step", own)
    assert check("gd_step").outcome == "ok"
    told = str(hints.solution("gd_step"))
    assert find("gd_step").solution.strip() in told
    assert "-    return new" in told


def test_the_model_answer_opens_after_honest_attempts_and_all_hints(workspace):
    """The same wrong answer twice is one attempt, and the stub is none."""
    workspace.save_answer("gd_step", find("gd_step").stub)
    check("gd_step")
    for number in (1, 1, 2, 3):
        workspace.save_answer("gd_step", UPHILL + f"# {number}\n")
        assert "opens when" in str(hints.solution("gd_step"))
        check("gd_step")
    assert "after its hints have been read" in str(hints.solution("gd_step"))
    for _ in range(4):
        hints.hint("gd_step")
    assert find("gd_step").solution.strip() in str(hints.solution("gd_step"))


def test_reset_keeps_the_answer_and_what_was_passed(workspace):
    workspace.save_answer("gd_step", find("gd_step").solution)
    check("gd_step")
    told = str(hints.reset("gd_step"))
    assert workspace.answer("gd_step") == find("gd_step").stub
    assert "attempts/gd_step/0001.py".replace("/", os.sep) in told
    assert workspace.attempts("gd_step")[0].read_text() == find("gd_step").solution
    assert Progress(workspace).passed("gd_step")


def test_list_and_status_show_how_things_stand(workspace, capsys):
    workspace.save_answer(SECOND.name, SECOND.mistakes[0].source)
    check(SECOND.name)
    workspace.save_answer(FIRST.name, FIRST.solution)
    check(FIRST.name)
    _, told = run(capsys, "list")
    lines = told.splitlines()
    assert len(lines) == len(exercises())
    assert lines[0].startswith("✓ passed")
    assert lines[1].startswith("✗ tried")
    assert lines[2].startswith("○ open")
    _, told = run(capsys, "status")
    count = sum(e.lesson == FIRST.lesson for e in exercises())
    assert f"█{'░' * (count - 1)} 1 of {count} exercises" in told
    assert f"Next: `{SECOND.name}`" in told


def test_next_shows_task_stub_and_place(workspace, capsys):
    _, told = run(capsys, "next")
    assert f"Exercise {FIRST.number}" in told
    assert f"def {FIRST.name}(" in told
    assert str(workspace.answer_path(FIRST.name)) in told


def test_two_wrong_answers_bring_up_the_hints(workspace):
    for number in range(2):
        workspace.save_answer("gd_step", UPHILL + f"# {number}\n")
        report = check("gd_step")
    assert report.notices == [
        'Stuck? `hint("gd_step")` shows a hint, in a terminal `bpcourse hint gd_step`.'
    ]


def test_watch_checks_what_is_saved_and_answers_keys(workspace):
    """First the stub, then a wrong answer, then the right one; a hint in between."""
    told, keys = [], queue.Queue()

    def out(text=""):
        told.append(str(text))
        if "not written yet" in told[-1]:
            workspace.answer_path("gd_step").write_text(UPHILL)
        elif "you walk uphill" in told[-1]:
            keys.put("h")
        elif "where to look" in told[-1]:
            workspace.answer_path("gd_step").write_text(find("gd_step").solution)
        elif "gd_step: right" in told[-1]:
            keys.put("n")
        elif f"Exercise {FIRST.number}" in told[-1]:
            keys.put("q")

    watch("gd_step", out=out, commands=keys, interval=0.05)
    assert workspace.answer(FIRST.name) == FIRST.stub


def test_python_dash_m_is_the_same_command(workspace):
    done = subprocess.run(
        [sys.executable, "-m", "bpcourse", "list"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "gd_step" in done.stdout


def test_a_console_that_knows_few_letters_does_no_harm(workspace):
    """As on a Windows machine with an old code page."""
    environment = os.environ | {"PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(
        [sys.executable, "-m", "bpcourse", "list"], capture_output=True, env=environment, check=True
    )
    assert "○ open" in done.stdout.decode("utf-8")


def test_errors_of_exercises_have_no_quotes_around_them():
    assert str(ExerciseError("There is none.")) == "There is none."


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a pipe breaks in another way")
def test_who_reads_no_further_gets_no_complaint(workspace):
    """As `bpcourse status | head -2` does."""
    command = [sys.executable, "-m", "bpcourse", "status"]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert (done.stderr, done.returncode) == ("", 141)
