"""The counts as a table: for afterwards, and with no more in it than was on the wall."""

import csv
import io

import pytest

from bpcourse.app.cli import main

from .asking import act, join, tell


@pytest.fixture
def rows(room, capsys):
    """The rows of the table that the command writes after a small workshop."""
    seats = [join(room) for _ in range(6)]
    for number, seat in enumerate(seats):
        tell(room, seat, (1, "exercise", "gd_step", "wrong", "uphill"))
        tell(room, seat, (2, "prediction", "steps_to_the_bottom", str(number % 2)))
        tell(room, seat, (3, "prediction", "direction_of_the_step", "0"))
    tell(room, seats[0], (4, "exercise", "gd_step", "right"), (5, "done", 0))
    act(room, act="open", question="steps_to_the_bottom")
    room.close()
    path = room.path.with_suffix(".csv")
    assert main(["workshop", "--counts", str(path), "--file", str(room.path)]) == 0
    assert str(path) in capsys.readouterr().out
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_what_was_counted_is_in_it_and_what_was_hidden_is_not(rows):
    lesson = "Gradient descent"
    assert rows[0] == ["what", "section", "name", "answer", "count"]
    for row in (
        ["seats", "", "", "", "6"],
        ["done", lesson, "", "", "1"],
        ["done", "Break", "", "", "0"],
        ["exercise", lesson, "gd_step", "right", "1"],
        ["exercise", lesson, "gd_step", "wrong", "5"],
        ["exercise", lesson, "gd_step", "to do", "0"],
        ["mistake", lesson, "gd_step", "uphill", "5"],
    ):
        assert row in rows
    predicted = [row for row in rows if row[0] == "prediction"]
    assert {row[2] for row in predicted} == {"steps_to_the_bottom"}
    assert [row[4] for row in predicted] == ["3", "3", "0", "0", "0"]


def test_where_there_is_no_workshop_it_is_told_so(tmp_path, capsys):
    assert main(["workshop", "--counts", "x.csv", "--file", str(tmp_path / "no.sqlite")]) == 1
    assert "There is no workshop in" in capsys.readouterr().err
