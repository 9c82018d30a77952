"""The line of a workshop: true as long as one takes part, and nothing at all otherwise."""

import time

import pytest

from bpcourse.checking.progress import Progress
from bpcourse.experiments.conversation import from_text, to_text
from bpcourse.notebook import room_line, room_widget, session
from bpcourse.notebook.room_line import RoomLine, in_words
from bpcourse.workshop import seat
from bpcourse.workshop.seat import Seat
from bpcourse.workshop.standing import FRESH, Standing, standing

START = 'import bpcourse as bp\nbp.start_lesson("02")'


@pytest.fixture
def seated(workspace, monkeypatch):
    """A seat in a room that nobody answers for; what the room says is written by `hear`."""
    monkeypatch.setattr(seat, "keep_following", lambda *_: None)
    workspace.create()
    taken = Seat("http://127.0.0.1:1", "K7QPXM", "t", 4, "Ours", ["gd_step"], [], 0)
    seat._keep(workspace, taken)
    return taken


def hear(workspace, taken, **facts):
    told = {"kept": -1, "answered": -1, "section": 1, "title": "Gradient descent", "left": 12}
    seat.hear(workspace, taken, told | facts)


def test_whoever_has_not_joined_stands_nowhere(workspace):
    assert standing(workspace) is None


def test_before_anything_is_heard_the_workshop_has_its_title_and_no_time(workspace, seated):
    assert standing(workspace) == Standing("Ours", None, None, False, False)


def test_a_call_waits_until_it_is_answered_or_taken_back(workspace, seated):
    hear(workspace, seated)
    seat.stuck()
    assert standing(workspace).waits
    hear(workspace, seated, answered=0)
    assert not standing(workspace).waits
    seat.stuck()
    assert standing(workspace).waits
    seat.stuck(over=True)
    assert not standing(workspace).waits


def test_one_is_done_with_the_section_that_is_on_and_not_with_the_next(workspace, seated):
    hear(workspace, seated)
    seat.done()
    assert standing(workspace).is_done
    hear(workspace, seated, section=2)
    assert not standing(workspace).is_done


def test_what_was_said_in_an_earlier_workshop_does_not_count(workspace, seated):
    hear(workspace, seated)
    seat.stuck()
    seat.done()
    later = Seat(**vars(seated) | {"since": len(Progress(workspace).events())})
    seat._keep(workspace, later)
    now = standing(workspace)
    assert (now.waits, now.is_done) == (False, False)


@pytest.mark.parametrize("shift", [FRESH + 1, -FRESH - 1])
def test_what_was_heard_long_ago_tells_no_time_also_with_a_clock_set_back(
    workspace, seated, monkeypatch, shift
):
    hear(workspace, seated)
    assert standing(workspace).left == 12
    now = time.time() + shift
    monkeypatch.setattr("bpcourse.workshop.standing.time.time", lambda: now)
    assert standing(workspace).left is None
    assert standing(workspace).title == "Gradient descent"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (12, "Chains: 12 minutes left"),
        (1, "Chains: 1 minute left"),
        (0, "Chains: 0 minutes left"),
        (-3, "Chains: 3 minutes over"),
        (None, "Chains"),
    ],
)
def test_the_line_in_words(left, words):
    assert in_words(Standing("Chains", left, 1, False, False)) == words


def test_a_press_is_in_the_journal_and_the_line_says_so(workspace, seated):
    hear(workspace, seated)
    said = []
    line = RoomLine(lambda text, buffers: said.append(from_text(text)))
    line.hear(to_text({"kind": "hello"}))
    for what, waits, is_done in (
        ("stuck", True, False),
        ("over", False, False),
        ("done", False, True),
    ):
        line.hear(to_text({"kind": "press", "what": what}))
        assert (said[-1]["waits"], said[-1]["is_done"]) == (waits, is_done)
    assert [e["event"] for e in Progress(workspace).events()] == ["stuck", "stuck", "done"]
    count = len(said)
    line.renew()
    assert len(said) == count  # nothing is new
    assert said[0]["text"] == "Gradient descent: 12 minutes left"


def test_a_journal_that_cannot_be_read_stops_nothing(workspace, seated):
    said = []
    line = RoomLine(lambda text, buffers: said.append(text))
    line.progress.path.mkdir()
    line.renew()
    line.hear(to_text({"kind": "press", "what": "stuck"}))
    assert said == []


def test_done_before_any_section_changes_nothing(workspace, seated):
    said = []
    line = RoomLine(lambda text, buffers: said.append(from_text(text)))
    line.hear(to_text({"kind": "press", "what": "done"}))
    assert (said[-1]["can_be_done"], said[-1]["is_done"]) == (False, False)
    assert Progress(workspace).events() == []


def test_a_lesson_has_a_line_from_the_cell_after_joining_to_the_cell_after_leaving(
    cells, workspace, monkeypatch
):
    made = []

    class Fake:
        def __init__(self):
            made.append(self)
            self.end, self.is_open = RoomLine(lambda *_: None), True

        def end_carrying(self):
            self.is_open = False

    monkeypatch.setattr(room_widget, "RoomWidget", Fake)
    monkeypatch.setattr(seat, "keep_following", lambda *_: None)
    cells.run(START)
    cells.run("1")
    assert made == []
    workspace.create()
    seat._keep(workspace, Seat("http://127.0.0.1:1", "K", "t", 4, "Ours", [], [], 0))
    cells.run("1")
    cells.run("2")
    assert len(made) == 1
    (workspace.private / seat.FILE).unlink()
    cells.run("1")
    assert not made[0].is_open
    assert session.room is None
    room_line.look()
    assert len(made) == 1
