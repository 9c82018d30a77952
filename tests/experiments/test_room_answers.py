"""What a workshop predicted stands beside one's own verdict, and never before it."""

import json

import pytest

from bpcourse.checking.questions import question_bank, room_answers
from bpcourse.experiments import StepSize
from bpcourse.experiments.stage import tell_room

COUNTS = {"steps_to_the_bottom": {"counts": [3, 0, 2, 1], "unknown": 4}}


@pytest.fixture
def opened(workspace):
    """A stage whose prediction is not made yet, and what it has said."""
    said = []
    stage = StepSize().stage(lambda text, buffers=(): said.append(json.loads(text)))
    stage.said = said
    return stage


def room_of(stage):
    """What was said of the room since this was asked last."""
    told = [one["rows"] for one in stage.said if one["kind"] == "room"]
    del stage.said[:]
    return told


def predict(stage):
    stage.hear(json.dumps({"kind": "answer", "answer": 0, "sure": None}))


def test_the_rows_say_each_option_and_which_is_right(opened, workspace):
    room_answers.keep(workspace, COUNTS)
    opened.hear('{"kind": "hello"}')
    predict(opened)
    assert room_of(opened) == []
    opened.hear('{"kind": "compare"}')
    [rows] = room_of(opened)
    assert [row["count"] for row in rows] == [3, 0, 2, 1, 4]
    assert [row["right"] for row in rows] == [False, False, True, False, False]
    assert rows[0]["text"] == question_bank.questions()["steps_to_the_bottom"].options[0].text
    opened.hear('{"kind": "hello"}')  # the page was reloaded
    assert room_of(opened) == [rows]


def test_what_is_opened_later_comes_by_itself_and_once(opened, workspace):
    opened.hear('{"kind": "hello"}')
    predict(opened)
    tell_room()
    opened.hear('{"kind": "compare"}')
    assert room_of(opened) == []
    room_answers.keep(workspace, COUNTS)
    tell_room()
    tell_room()
    assert len(room_of(opened)) == 1
    room_answers.forget(workspace)
    tell_room()
    assert room_of(opened) == [[]]


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {"steps_to_the_bottom": 3},
        {"steps_to_the_bottom": {"counts": "all"}},
        {"steps_to_the_bottom": {"counts": [1, 2, 3, 4]}},
        {"steps_to_the_bottom": {"counts": [1, 2, 3], "unknown": 0}},
        {"steps_to_the_bottom": {"counts": [1, 2, 3, -4], "unknown": 0}},
        {"steps_to_the_bottom": {"counts": [1, 2, 3, "<b>"], "unknown": 0}},
        {"steps_to_the_bottom": {"counts": [1, 2, 3, True], "unknown": 0}},
    ],
)
def test_what_is_no_count_of_the_options_is_not_shown(workspace, told):
    question = question_bank.questions()["steps_to_the_bottom"]
    room_answers.keep(workspace, told)
    assert room_answers.rows(workspace, question) is None
