"""The readiness codes of a whole room, out of whatever text they were sent in."""

import io
import sys

import pytest

from bpcourse.app import doctor
from bpcourse.app.cli import main
from bpcourse.workshop import readiness

from .asking import asked

FINE, NO_KERNEL, TWO = doctor.code(0), doctor.code(4), doctor.code(4 + 16)


def test_codes_are_found_in_mails_chats_and_tables():
    text = f"Ada: {FINE.lower()}, and mine is ({NO_KERNEL}).\n07;{TWO};x\n2026-11-30 no-code 1-2-3"
    assert readiness.codes_in(text) == [FINE, NO_KERNEL, TWO]


def test_what_failed_is_counted_with_its_repair_and_the_commonest_first():
    text = " ".join([FINE, FINE, NO_KERNEL, TWO, f"{FINE[:-1]}{'A' if FINE[-1] != 'A' else 'B'}"])
    facts = readiness.of_text(text, doctor.failures, doctor.REPAIRS)
    assert (facts["codes"], facts["ready"], facts["unknown"]) == (5, 2, 1)
    assert facts["failed"] == [
        ["kernel", 2, doctor.REPAIRS["kernel"]],
        ["memory", 1, doctor.REPAIRS["memory"]],
    ]


def test_each_examination_has_a_repair():
    assert doctor.REPAIRS.keys() == doctor.EXAMINATIONS.keys()


@pytest.mark.parametrize(
    ("text", "status", "told"),
    [
        (FINE, 0, "1 of 1 machines are ready."),
        (f"{FINE} {NO_KERNEL}", 1, "1 of 2 machines are ready.\n  kernel, 1: Let the virus"),
        ("nothing", 1, "There is no readiness code in this text."),
        (FINE[:-2] + "-O", 1, "0 of 1 machines are ready.\n  Not to be read: 1."),
    ],
)
def test_the_command_reads_a_file_or_a_paste(tmp_path, capsys, monkeypatch, text, status, told):
    path = tmp_path / "codes.txt"
    path.write_text(text, encoding="utf-8")
    assert main(["doctor", "--room", str(path)]) == status
    from_file = capsys.readouterr().out
    assert from_file.startswith(told)
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert main(["doctor", "--room", "-"]) == status
    assert capsys.readouterr().out == from_file


def test_a_file_that_is_no_text_is_told_so(tmp_path, capsys):
    path = tmp_path / "codes.bin"
    path.write_bytes(b"\xff\xfe")
    assert main(["doctor", "--room", str(path)]) == 1
    assert "is no text in UTF-8" in capsys.readouterr().err


def test_only_the_instructor_has_codes_read(room):
    ours, strangers = asked(
        room,
        ("POST", "/preflight", {"text": FINE}, room.secret),
        ("POST", "/preflight", {"text": FINE}, "guess"),
    )
    assert (ours[0], ours[1]["codes"], strangers[0]) == (200, 1, 403)
