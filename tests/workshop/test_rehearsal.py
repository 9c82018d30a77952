"""A rehearsal: simulated learners do in the room what real ones would, and nothing is kept."""

import asyncio
import random

import pytest

from bpcourse.app.cli import main
from bpcourse.errors import UserError
from bpcourse.workshop import rehearsal, workshop_plan, workshop_server
from bpcourse.workshop.rehearsal import SimulatedLearner
from bpcourse.workshop.room import Room
from bpcourse.workshop.workshop_server import WorkshopServer

from .asking import plan, reads, run
from .running import Running

LEARNERS, MINUTES = 12, 24


@pytest.fixture
def rehearsed(tmp_path, monkeypatch):
    """The room after a section in which simulated learners took part, by a clock that is turned."""
    monkeypatch.setattr(rehearsal, "LOOK", 0.001)
    monkeypatch.setattr(workshop_server, "POSTS", (10**6, 10))
    now = [0.0]
    room = Room(tmp_path / "room.sqlite", plan(), lambda: now[0])

    async def learn():
        door = WorkshopServer(room, "http://room.test", reads, {}, str)
        crowd = [SimulatedLearner(door, random.Random(i)) for i in range(LEARNERS)]
        ready = lambda failed: "kernel" if failed else "fine"  # noqa: E731
        tasks = [asyncio.create_task(learner.learn(ready)) for learner in crowd]
        while room.overview()["seats"] < LEARNERS:
            await asyncio.sleep(0.01)
        with room.all_or_nothing():
            room.go_to(0)
        for _ in range(MINUTES):
            now[0] += 60
            said = [learner.said for learner in crowd]
            await asyncio.sleep(0.05)
            while said != (said := [learner.said for learner in crowd]):
                await asyncio.sleep(0.05)
        for task in tasks:
            task.cancel()

    run(learn())
    yield room.overview()
    room.close()


def test_the_room_fills_with_answers_mistakes_calls_and_predictions(rehearsed):
    shown = {one["name"]: one for one in rehearsed["exercises"]}
    assert rehearsed["seats"] == LEARNERS
    assert shown["linear_grad"]["right"] > LEARNERS / 2
    assert any(one["mistakes"] for one in rehearsed["exercises"])
    assert all(one["answered"] > LEARNERS / 2 for one in rehearsed["predictions"])
    assert sum(one["todo"] for one in rehearsed["exercises"]) > 0


@pytest.mark.parametrize("name", workshop_plan.names())
def test_what_a_simulated_learner_says_is_understood(name, tmp_path):
    """In each section of each plan, in the order of the minutes, and ended by "done"."""
    room = Room(tmp_path / "room.sqlite", workshop_plan.find(name))
    learner = SimulatedLearner(
        WorkshopServer(room, "http://room.test", reads, {}, str), random.Random(1)
    )
    for number, section in enumerate(room.plan.sections):
        course = list(learner.course_of(number))
        minutes = [minute for minute, _ in course]
        assert minutes == sorted(minutes)
        assert all(room.readable(event) for _, event in course)
        right = [event["what"] for _, event in course if event.get("outcome") == "right"]
        assert right == list(section.exercises)
        assert course[-1][1] == {"kind": "done", "what": number}
    room.close()


def test_the_command_fills_a_room_and_keeps_nothing():
    running = Running(None, "--rehearse", "half_day", "--learners", "3")
    assert "Rehearsal: Backpropagation in half a day" in running.told
    told = running.end()
    assert told.endswith("The rehearsal is over. Nothing of it is kept.\n")
    assert "Traceback" not in told
    assert "never retrieved" not in told


def test_a_rehearsal_has_no_file(capsys):
    assert main(["workshop", "--rehearse", "--file", "x.sqlite"]) == 1
    assert "A rehearsal keeps nothing" in capsys.readouterr().err


def test_a_minute_takes_six_seconds():
    clock = rehearsal.quick_clock()
    before, began = clock(), rehearsal.time.monotonic()
    while rehearsal.time.monotonic() < began + 0.02:
        pass
    took = rehearsal.time.monotonic() - began
    assert 0.2 <= clock() - before <= 10 * took + 1


def test_nobody_and_too_many_cannot_rehearse():
    for count in (0, 501):
        with pytest.raises(UserError, match="Choose 1 to 500"):
            rehearsal.rehearse(None, count, ready=str)
