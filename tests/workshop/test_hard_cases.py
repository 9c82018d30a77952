"""What goes wrong in a room: nothing is lost, nothing is twice, and no time is below zero."""

import json
from types import SimpleNamespace

import pytest

from bpcourse.checking.progress import Progress
from bpcourse.workshop import follower, seat
from bpcourse.workshop import room as rooms
from bpcourse.workshop.courier import NotHeard
from bpcourse.workshop.follower import Follower
from bpcourse.workshop.room import Room
from bpcourse.workshop.seat import Seat

from .asking import act, asked, exercise, join, live, tell


@pytest.fixture
def learner(room, workspace, monkeypatch):
    """Someone with a seat, whose words reach the room as long as `learner.online` is true."""
    workspace.create()
    token = join(room)
    place = Seat("http://room.test", room.code, token, 1, "Ours", room.plan.exercises, [], 0, "me")
    seat._keep(workspace, place)
    following = Follower(workspace, "me")
    following.online, following.journal = True, Progress(workspace)

    def post(address, facts, secret=""):
        if not following.online:
            raise NotHeard(0)
        [(status, told)] = asked(room, ("POST", "/events", facts, secret))
        if status != 200:
            raise NotHeard(status)
        return json.loads(json.dumps(told))

    monkeypatch.setattr(follower, "post", post)
    return following


def passes(learner, name):
    learner.journal.record("check", exercise=name, outcome="ok", code="1")


def test_an_hour_offline_and_all_arrives_once(learner, room, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(follower, "time", SimpleNamespace(monotonic=lambda: now[0]))
    learner.answered = learner.asked = 0.0
    passes(learner, "gd_step")
    assert learner.step() is not None
    learner.online = False
    passes(learner, "linear_grad")
    tries = 0
    while now[0] < 3600:
        pause = learner.step()
        assert 0 < pause <= follower.LONGEST
        now[0] += pause
        tries += 1
    assert tries < 3600 / follower.LONGEST * 3  # it tries more and more rarely
    passes(learner, "max_stable_lr")
    learner.online = True
    learner.step()
    for name in ("gd_step", "linear_grad", "max_stable_lr"):
        assert exercise(room, name)["right"] == 1
    assert room.told(1) == 3
    assert learner.failures == 0


def test_who_was_heard_but_not_answered_tells_it_again_and_it_counts_once(learner, room):
    """The answer was lost on its way: the events are on the disk, and the learner does not know."""
    passes(learner, "gd_step")
    learner.step()
    learner.kept = -1
    passes(learner, "linear_grad")
    learner.step()
    assert room.told(1) == 2


def test_a_full_disk_of_the_room_is_waited_for(learner, room):
    pages = room.db.execute("pragma page_count").fetchone()[0]
    room.db.execute(f"pragma max_page_count = {pages}")
    for _ in range(3):
        for name in room.plan.exercises:
            for _ in range(20):
                learner.journal.record("check", exercise=name, outcome="no", mistake="", code="1")
    while learner.failures < 3:
        learner.step()
    before = room.told(1)
    room.db.execute("pragma max_page_count = 100000")
    while learner.step() == 0:
        pass
    assert room.told(1) == 60 * len(room.plan.exercises) > before


def test_a_full_disk_of_the_learner_delays_nothing(learner, room, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    passes(learner, "gd_step")
    monkeypatch.setattr(seat, "write_text", full)
    assert learner.step() == follower.LOOK
    assert exercise(room, "gd_step")["right"] == 1


def test_with_the_clock_set_back_the_queue_keeps_its_order_and_no_time_is_below_zero(room):
    now = [10**6]
    room.clock = lambda: now[0]
    first, second = join(room), join(room)
    act(room, act="section", section=0)
    tell(room, first, (1, "stuck", "gd_step", "yes"))
    now[0] -= 3600
    tell(room, second, (1, "stuck", "gd_step", "yes"))
    shown = live(room)
    assert [(one["seat"], one["minutes"]) for one in shown["stuck"]] == [(1, 0), (2, 0)]
    assert (shown["elapsed"], shown["late"]) == (0, 0)
    assert tell(room, first)["left"] == 30
    act(room, act="section", section=1)
    assert live(room)["late"] <= 0


def test_a_clock_that_is_set_while_the_room_is_open_moves_no_time(monkeypatch):
    clock = rooms.steady_clock()
    before = clock()
    monkeypatch.setattr(rooms.time, "time", lambda: 0.0)
    assert 0 <= clock() - before < 3600


def test_what_is_no_message_to_a_slide_is_refused(room):
    for text in ("[]", "3", "{}", "no JSON"):
        facts = {"key": "k", "experiment": "StepSize", "text": text}
        assert asked(room, ("POST", "/stage", facts, room.secret))[0][0] == 400


def test_two_instructors_who_press_at_one_moment_go_on_by_one_section(room):
    now = [10**6]
    room.clock = lambda: now[0]
    press = ("POST", "/act", {"act": "section", "section": 0}, room.secret)
    asked(room, press, press)
    now[0] += 120
    asked(room, press)  # it comes late, from a slow network
    shown = live(room)
    assert (shown["section"], shown["elapsed"]) == (0, 120)
    name = "steps_to_the_bottom"
    opens = ("POST", "/act", {"act": "open", "question": name}, room.secret)
    assert [status for status, _ in asked(room, opens, opens)] == [200, 200]


def test_an_act_without_sense_changes_nothing(room):
    before = live(room)
    for facts in (
        {"act": "section", "section": 99},
        {"act": "section", "section": -5},
        {"act": "open", "question": "<script>"},
        {"act": "answered", "seat": 3, "n": 7},
    ):
        assert asked(room, ("POST", "/act", facts, room.secret))[0][0] == 200
    huge = {"act": "answered", "seat": -(10**30), "n": 0}
    for facts in ({"act": "section", "section": "0"}, {"act": "drop"}, {}, huge):
        assert asked(room, ("POST", "/act", facts, room.secret))[0][0] == 400
    assert live(room) == before


def test_a_room_is_the_same_after_the_plug_was_pulled_in_the_middle_of_a_write(room, tmp_path):
    """What was begun and not finished is gone, what was acknowledged is there."""
    token = join(room)
    tell(room, token, (1, "exercise", "gd_step", "right"))
    room.db.execute("begin immediate")
    room.tell(1, [{"n": 2, "kind": "exercise", "what": "linear_grad", "outcome": "right"}])
    copies = tmp_path / "copy"
    copies.mkdir()
    for path in room.path.parent.glob(f"{room.path.name}*"):
        (copies / path.name).write_bytes(path.read_bytes())
    room.db.execute("rollback")
    again = Room(copies / room.path.name)
    assert (again.told(1), again.code, again.seat(token)) == (1, room.code, 1)
    again.close()
