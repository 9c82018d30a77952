"""A learner takes part: the room hears counts out of the journal, late rather than never, and
whoever has not joined is alone.
"""

import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import pytest

from bpcourse.app.cli import main
from bpcourse.checking.check import check, check_text
from bpcourse.checking.exercise import find
from bpcourse.checking.progress import Progress
from bpcourse.checking.workspace import Workspace
from bpcourse.errors import UserError
from bpcourse.notebook import start
from bpcourse.workshop import courier, follower, seat
from bpcourse.workshop.follower import Follower
from bpcourse.workshop.journal_events import outgoing

from .running import Running, free_port

PATIENCE = 60  # seconds; a busy machine is slow, not broken
SECRET_WORDS = "my_own_name_and_code"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    running = Running(tmp_path_factory.mktemp("room") / "room.sqlite")
    yield running
    running.end()


@pytest.fixture
def followed(monkeypatch):
    """No process is started; the list tells for which workspace and name one would have been."""
    asked = []
    monkeypatch.setattr(
        seat, "start_process", lambda call, root, name, **_: asked.append((root, name))
    )
    return asked


def live(running):
    request = urllib.request.Request(f"{running.address}/live")
    request.add_header("Workshop-Secret", running.secret)
    with courier.DIRECT.open(request, timeout=5) as reply:
        return json.load(reply)


def exercise(running, name):
    return next(one for one in live(running)["exercises"] if one["name"] == name)


def test_from_the_first_wrong_answer_to_the_last_goodbye(running, workspace, followed):
    assert seat.join(running.link).startswith("You are in: Backpropagation in half a day, seat ")
    assert seat.join(running.link).startswith("You are in already")
    taken = seat.read(workspace)
    assert [root for root, _ in followed] == [str(workspace.root)] * 2
    before = exercise(running, "linear_grad")
    linear_grad = find("linear_grad")
    workspace.save_answer("linear_grad", linear_grad.mistake("sign"))
    check("linear_grad")
    seat.stuck()
    following = Follower(workspace, followed[-1][1])
    assert following.step() == follower.LOOK
    after = live(running)
    facts = exercise(running, "linear_grad")
    assert (facts["wrong"], facts["todo"]) == (before["wrong"] + 1, before["todo"] - 1)
    assert taken.number in [one["seat"] for one in after["stuck"]]
    rows = running.kept("select kind, what, outcome, mistake from event")
    assert ("exercise", "linear_grad", "wrong", "sign") in rows
    assert ("stuck", "linear_grad", "yes", "") in rows
    with pytest.raises(UserError, match="No section is on yet"):
        seat.done()
    courier.post(f"{running.address}/act", {"act": "section", "section": 2}, running.secret)
    following.asked = -follower.ASK
    following.step()
    assert seat.done() == "Done with: Gradient descent."
    following = Follower(workspace, followed[-1][1])
    following.step()
    assert live(running)["sections"][2]["done"] == 1
    assert seat.leave().startswith("You have left")
    assert following.step() is None
    assert seat.leave() == "You are in no workshop."
    assert taken.number not in [one["seat"] for one in live(running)["stuck"]]


def test_a_follower_runs_beside_the_notebook_and_ends_when_the_seat_is_given_back(
    running, workspace
):
    seat.join(running.link)
    started = seat.FOLLOWERS.pop()
    before = exercise(running, "linear_grad")["right"]
    Progress(workspace).record("check", exercise="linear_grad", outcome="ok", code="1")
    _until(lambda: exercise(running, "linear_grad")["right"] == before + 1)
    seat.leave()
    assert started.wait(PATIENCE) == 0


def _until(is_so):
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_what_travels_is_what_the_plan_counts_and_nothing_else():
    taken = seat.Seat("", "", "", 1, "", ("gd_step",), ("steps_to_the_bottom",), since=5)
    private = {"code": SECRET_WORDS, "seed": 3, "time": "2026"}
    events = [
        {"event": "check", "exercise": "gd_step", "outcome": "no", "mistake": "uphill"} | private,
        {"event": "check", "exercise": "relu", "outcome": "ok"} | private,
        {"event": "answer", "question": "steps_to_the_bottom", "answer": 2, "sure": True} | private,
        {"event": "answer", "question": "half_of_it", "answer": 2.0} | private,
        {"event": "stuck", "exercise": "gd_step"},  # in an earlier workshop
        {"event": "hint", "exercise": "gd_step", "rung": 1},
        {"event": "answer", "question": "steps_to_the_bottom", "answer": None},
        {"event": "stuck", "exercise": "gd_step", "over": False},
        {"event": "done", "section": 1},
    ]
    told = list(outgoing(events, taken))
    assert told == [
        {"n": 0, "kind": "exercise", "what": "gd_step", "outcome": "wrong", "mistake": "uphill"},
        {"n": 2, "kind": "prediction", "what": "steps_to_the_bottom", "outcome": "2"},
        {"n": 6, "kind": "prediction", "what": "steps_to_the_bottom", "outcome": "dont_know"},
        {"n": 7, "kind": "stuck", "what": "gd_step", "outcome": "yes"},
        {"n": 8, "kind": "done", "what": 1},
    ]
    assert list(outgoing(events, taken, after=7)) == told[-1:]
    assert SECRET_WORDS not in json.dumps(told)


def test_a_lesson_loads_nothing_of_a_network():
    told = "import sys, bpcourse.notebook; print('urllib.request' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert shown.stdout == "False\n"


def test_whoever_has_not_joined_opens_no_connection_and_starts_no_process(
    workspace, monkeypatch, followed
):
    def refuse(*_, **__):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(courier, "post", refuse)
    start.start("02", {})
    check_text(find("gd_step"), find("gd_step").solution, workspace)
    assert seat.leave() == "You are in no workshop."
    assert followed == []
    with pytest.raises(UserError, match="bpcourse join LINK"):
        seat.stuck()


def test_without_a_server_a_check_is_as_ever_and_the_follower_waits_longer_each_time(
    workspace, followed
):
    workspace.create()
    nobody = f"http://127.0.0.1:{free_port()}"
    seat._keep(workspace, seat.Seat(nobody, "K7QPXM", "t", 1, "Ours", ["gd_step"], [], 0, "me"))
    report = check_text(find("gd_step"), find("gd_step").solution, workspace)
    assert report.outcome == "ok"
    assert "workshop" not in str(report)
    following = Follower(workspace, "me")
    pauses = [following.step() for _ in range(12)]
    assert pauses[0] < 1.01
    assert follower.LONGEST / 2 <= pauses[-1] <= follower.LONGEST
    following.answered -= follower.ENOUGH
    assert following.step() is None
    assert seat.read(workspace).number == 1  # the next lesson tries again
    start.start("02", {})
    assert [root for root, _ in followed] == [str(workspace.root)]


@pytest.mark.parametrize(
    ("link", "address", "code"),
    [
        ("http://192.168.1.5:8800/j/k7qpxm", "http://192.168.1.5:8800", "K7QPXM"),
        ("192.168.1.5:8800/j/K7QPXM", "http://192.168.1.5:8800", "K7QPXM"),
        ("https://hub.test/proxy/8800/j/K7QPXM/", "https://hub.test/proxy/8800", "K7QPXM"),
        (" k7qpxm ", "http://room.test", "K7QPXM"),
    ],
)
def test_a_link_is_read_as_people_write_it(link, address, code, monkeypatch):
    monkeypatch.setenv(seat.VARIABLE, "http://room.test/")
    assert seat.place(link) == (address, code)


@pytest.mark.parametrize("link", ["", "ftp://room.test/j/K7QPXM", "http://room.test", "a b"])
def test_what_is_no_link_is_told_so(link):
    with pytest.raises(UserError, match="is no join link"):
        seat.place(link)


def test_who_cannot_join_is_told_why_and_nothing_has_changed(running, workspace, followed):
    with pytest.raises(UserError, match="has no room AAAAAA"):
        seat.join(f"{running.address}/j/AAAAAA")
    with pytest.raises(UserError, match="No workshop answers at"):
        seat.join(f"http://127.0.0.1:{free_port()}/j/AAAAAA")
    assert seat.read(workspace) is None
    assert followed == []


def test_the_commands_say_what_they_did(running, workspace, followed, capsys, monkeypatch):
    monkeypatch.setattr("bpcourse.app.doctor.examine", lambda out: 0)
    ready = live(running)["ready"]["ready"]
    assert main(["join", running.link]) == 0
    assert live(running)["ready"]["ready"] == ready + 1
    assert main(["stuck"]) == 0
    assert main(["stuck", "--over"]) == 0
    assert main(["leave"]) == 0
    told = capsys.readouterr().out
    assert "waits for help" in told
    assert told.endswith(
        "You wait no more.\nYou have left the workshop. Nothing is sent any more.\n"
    )


SEATS, EACH = 50, 8  # learners, and events of each


def test_fifty_learners_and_a_room_that_is_killed_in_the_middle(tmp_path, monkeypatch):
    """Nothing is lost, nothing is there twice, and nobody has to do anything."""
    monkeypatch.setattr(follower, "LOOK", 0.02)
    monkeypatch.setattr(follower, "LONGEST", 0.5)
    monkeypatch.setattr(seat, "keep_following", lambda workspace: None)
    room = Running(tmp_path / "room.sqlite", "half-day")
    names = ["row_means", "linear_grad", "mse", "predict"]
    spaces = [Workspace(tmp_path / str(i)) for i in range(SEATS)]
    for space in spaces:
        seat.join(room.link, "", space)

    def learn(number):
        """Record events and follow them, until all are kept."""
        space = spaces[number]
        progress, following, sent = Progress(space), Follower(space, ""), 0
        while sent < EACH or following.kept != EACH - 1:
            if sent < EACH:
                facts = {"exercise": names[sent % 4], "outcome": "ok" if sent > 3 else "no"}
                progress.record("check", **facts, code="1")
                sent += 1
            pause = following.step()
            assert pause is not None
            time.sleep(min(pause, 0.2))
            if time.monotonic() > end:
                return

    end = time.monotonic() + PATIENCE
    threads = [threading.Thread(target=learn, args=[i]) for i in range(SEATS)]
    for thread in threads:
        thread.start()
    _until(lambda: _kept(spaces) > SEATS)
    room.kill()
    assert any(thread.is_alive() for thread in threads)
    room = Running(room.file, port=room.port)
    assert "It goes on where it was." in room.told
    for thread in threads:
        thread.join()
    shown = {one["name"]: one for one in live(room)["exercises"]}
    assert [shown[name]["right"] for name in names] == [SEATS] * 4
    assert str(room.file) in room.end()
    assert [path.name for path in tmp_path.glob("room*")] == [room.file.name]
    rows = room.kept("select seat, n from event")
    assert sorted(rows) == [(i, n) for i in range(1, SEATS + 1) for n in range(EACH)]


def _kept(spaces):
    """How many events the learners know to be kept."""
    taken = ((space, seat.read(space)) for space in spaces)
    return sum(1 + seat.heard(space, one).get("kept", -1) for space, one in taken)
