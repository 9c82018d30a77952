"""In a workshop: what the room predicted, in the learner's own picture, beside the verdict."""

import pytest

from bpcourse.checking.questions import room_answers
from bpcourse.experiments import StepSize
from bpcourse.experiments.stage import Stage, tell_room

from . import axe

NAME = "steps_to_the_bottom"


@pytest.fixture
def bare(show, workspace):
    return show(lambda send: Stage(StepSize(), send))


def test_the_room_is_seen_after_the_comparison_and_when_the_instructor_shows_it(bare, workspace):
    room_answers.keep(workspace, {NAME: {"counts": [7, 0, 12, 3], "unknown": 2}})
    question = bare.root.locator(".bp-question")
    bare.root.get_by_role("button", name="I don't know yet").click()
    bare.root.locator(".bp-plot canvas").first.wait_for()
    assert "The room predicted" not in question.inner_text()
    bare.root.get_by_role("button", name="Compare").click()
    rows = question.locator(".bp-shares li")
    question.get_by_text("The room predicted").wait_for()
    assert rows.count() == 5
    assert rows.nth(2).inner_text().endswith("12 of 24 ✓")
    assert rows.nth(4).inner_text() == "I don't know yet. 2 of 24"
    parts = [row.bounding_box()["width"] for row in question.locator(".bp-share > span").all()]
    assert parts[2] == pytest.approx(parts[0] * 12 / 7, rel=0.03)
    for scheme in ("light", "dark"):
        bare.page.emulate_media(color_scheme=scheme)
        assert axe.findings(bare.page, within=".bp-question")[0] == []
    bare.root.get_by_role("button", name="Predict again").click()
    assert "The room predicted" not in question.inner_text()


def test_what_the_instructor_shows_later_comes_by_itself(bare, workspace):
    bare.root.get_by_role("button", name="I don't know yet").click()
    bare.root.get_by_role("button", name="Compare").click()
    bare.root.locator(".bp-verdict").wait_for()
    room_answers.keep(workspace, {NAME: {"counts": [1, 1, 3, 0], "unknown": 0}})
    sent = len(bare.sent)
    tell_room()
    [(text, _)] = bare.sent[sent:]
    bare.page.evaluate("(text) => channel.onmessage(text, [])", text)
    bare.root.get_by_text("3 of 5").wait_for()
    assert bare.root.locator(".bp-shares li").count() == 4  # nobody was without an idea
