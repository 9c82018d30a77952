"""The buttons under a report say what the commands of their names say."""

import re

import pytest

from bpcourse.checking import hints
from bpcourse.checking.exercise import find
from bpcourse.checking.report import Finding, Report
from bpcourse.experiments.conversation import from_text, to_text
from bpcourse.notebook.help_desk import HelpDesk, buttons


@pytest.fixture
def press(workspace):
    """What the page hears when a button is pressed."""
    said = []
    desk = HelpDesk(lambda text, buffers: said.append(from_text(text)))

    def do(what, exercise="gd_step", place=1):
        message = {"kind": "press", "what": what, "exercise": exercise, "seed": 5, "place": place}
        desk.hear(to_text(message))
        return said.pop()

    return do


def test_each_press_shows_one_hint_more_below_those_before(press):
    texts = [*find("gd_step").hints, find("gd_step").worked_step]
    for count in (1, 2, 3, 4, 4):
        told = press("hint")["markdown"]
        assert [text in told for text in texts] == [i < count for i in range(4)]


def test_button_and_command_go_on_from_each_other(press):
    hints.hint("gd_step")
    told = press("hint")["markdown"]
    assert find("gd_step").hints[1] in told
    assert find("gd_step").hints[2] in hints.hint("gd_step").text


def test_the_model_answer_is_as_rich_as_that_of_the_command(press, workspace):
    assert "opens when your own passes" in press("solution")["markdown"]
    from bpcourse.checking.check import check

    workspace.save_answer("gd_step", find("gd_step").solution)
    check("gd_step")
    told = press("solution")["markdown"]
    assert f"```python\n{find('gd_step').solution.strip()}\n```" in told
    assert "Yours is the same, line by line." in told


def test_to_start_afresh_keeps_the_answer_and_gives_the_cell_its_first_text(press, workspace):
    workspace.save_answer("gd_step", "my own")
    told = press("reset")
    assert told["cell"] == f"%%exercise gd_step\n{find('gd_step').stub.strip()}"
    assert "kept in attempts" in told["markdown"]
    assert "```" not in told["markdown"]  # the stub stands in the cell
    assert find("gd_step").stub.strip() in told["otherwise"]
    assert workspace.attempts("gd_step")[0].read_text() == "my own"


def test_the_answer_names_the_press_it_belongs_to(press):
    assert press("hint", place=7)["place"] == 7


def test_what_cannot_be_done_is_told(press):
    assert "There is no exercise called" in press("hint", exercise="nothing")["markdown"]


@pytest.mark.parametrize(
    ("outcome", "offered"),
    [
        ("todo", ["hint"]),
        ("no", ["trace", "hint", "solution", "reset"]),
        ("ok", ["solution", "reset"]),
    ],
)
def test_what_is_offered_fits_the_outcome(outcome, offered):
    told = buttons(Report("gd_step", [Finding("It goes downhill.", outcome)], seed=7))
    assert re.findall(r'data-press="(\w+)"', told) == offered
    assert told.startswith(
        '<div class="bpcourse-help" data-exercise="gd_step" data-seed="7" hidden>'
    )
