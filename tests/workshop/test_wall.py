"""Experiments that live on slides: open at once, and kept nowhere."""

import base64

import pytest

from bpcourse.checking.progress import Progress
from bpcourse.experiments.conversation import from_text, to_text
from bpcourse.workshop import wall
from bpcourse.workshop.wall import hear

from .asking import asked

HELLO = to_text({"kind": "hello"})


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(wall, "LIVING", {})


def said(replies):
    return {(message := from_text(text))["kind"]: message for text, _ in replies}


def test_it_opens_with_its_picture_and_without_its_question():
    replies = hear("a", "StepSize", HELLO)
    told = said(replies)
    assert told["setup"]["question"] is None
    assert told["picture"]["is_last"]
    assert all(base64.b64decode(part) for _, parts in replies for part in parts)


def test_two_pages_move_their_own_and_nothing_is_kept(workspace):
    for key in "ab":
        hear(key, "StepSize", HELLO)
    values = said(hear("a", "StepSize", HELLO))["setup"]["values"] | {"learning_rate": 1.0}
    state = {"kind": "state", "values": values, "functions": "reference", "n": 1, "frame": None}
    picture = said(hear("a", "StepSize", to_text(state)))["picture"]
    assert "learning_rate=1.0" in picture["code"]
    assert said(hear("b", "StepSize", HELLO))["setup"]["values"]["learning_rate"] == 0.1
    assert Progress(workspace).events() == []


def test_what_is_no_experiment_or_was_not_opened_is_refused():
    for name in ("os", "Stage", "<script>", ""):
        with pytest.raises(KeyError):
            hear("a", name, HELLO)
    with pytest.raises(KeyError):
        hear("a", "StepSize", to_text({"kind": "texts"}))
    with pytest.raises(ValueError):
        hear("a", "StepSize", "no message")


def test_the_oldest_is_given_up():
    for key in range(wall.MOST + 1):
        hear(str(key), "StepSize", HELLO)
    assert len(wall.LIVING) == wall.MOST
    assert ("0", "StepSize") not in wall.LIVING


def test_only_the_instructor_moves_it(room):
    body = {"key": "a", "experiment": "StepSize", "text": HELLO}
    ours, strangers, wrong, none = asked(
        room,
        ("POST", "/stage", body, room.secret),
        ("POST", "/stage", body, "guess"),
        ("POST", "/stage", body | {"experiment": "os"}, room.secret),
        ("POST", "/stage", {"key": 3}, room.secret),
    )
    assert ours[0] == 200
    assert "setup" in said(ours[1]["replies"])
    assert (strangers[0], wrong[0], none[0]) == (403, 400, 400)
