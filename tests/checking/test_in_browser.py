"""Where Python runs in a page: no command is named, and nobody is asked."""

import builtins
import sys

import pytest

from bpcourse.checking import lesson_plan, report_view
from bpcourse.checking.exercise import find
from bpcourse.checking.judging import limits, pace, runner
from bpcourse.notebook import help_desk


@pytest.fixture
def in_a_page(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(limits, "SECONDS", limits.SECONDS)


def test_an_answer_that_asks_is_told_so_whatever_input_is_there(in_a_page, monkeypatch):
    asked = []
    monkeypatch.setattr(builtins, "input", asked.append)
    report = runner.run(find("gd_step"), "def gd_step(params, grads, lr):\n    return input('x')\n")
    assert "input() has nobody to ask" in str(report)
    assert asked == []
    assert builtins.input == asked.append


def test_a_report_names_no_command_of_a_terminal(in_a_page, workspace):
    report = runner.run(find("gd_step"), find("gd_step").mistake("uphill"))
    report.notices = [
        'Stuck? `hint("gd_step")` shows a hint, in a terminal `bpcourse hint gd_step`.'
    ]
    help_desk.leave_out_commands(report)
    html = report_view.as_html(report)
    assert "terminal" not in html
    assert "In the notebook: begin the cell with" in html


def test_a_lesson_that_needs_pytorch_can_be_read_but_not_taken(in_a_page, monkeypatch):
    monkeypatch.setattr(lesson_plan, "find_spec", lambda name: None)
    assert lesson_plan.find("19").missing.startswith("This lesson needs PyTorch, which no browser")


def test_on_a_fast_machine_an_answer_has_the_usual_time(in_a_page, monkeypatch):
    usual = limits.SECONDS
    monkeypatch.setattr(runner, "run", lambda *answer: None)
    pace.find_pace()
    assert usual == limits.SECONDS
