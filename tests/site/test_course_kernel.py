"""The kernel of a page: what it hears is a text, and what it says are texts and bytes."""

import base64
import json
import subprocess
import sys
import time

import pytest

from bpcourse.browser.course_kernel import CourseKernel
from bpcourse.checking.exercise import find
from bpcourse.checking.judging import limits, runner
from bpcourse.checking.workspace import VARIABLE
from bpcourse.notebook import session


class Page:
    """The other end of the conversation."""

    def __init__(self):
        self.heard = []
        self.kernel = CourseKernel(self._hear)

    def _hear(self, text, buffers=()):
        self.heard.append((json.loads(text), [bytes(one) for one in buffers]))

    def ask(self, **message):
        """What is said to one message."""
        del self.heard[:]
        self.kernel.hear(json.dumps(message))
        return [message for message, _ in self.heard]

    def run(self, source, cell="02-001", above=()):
        told = self.ask(kind="run", cell=cell, source=source, above=list(above))
        return [message for message in told if message["kind"] in ("shown", "has_run")]

    def check(self, name, source):
        told = self.ask(kind="check", exercise=name, source=source)
        return next(message for message in told if message["kind"] == "report")


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "work"))
    monkeypatch.setattr(limits, "SECONDS", limits.SECONDS)
    for name in ("plan", "desk", "exercise"):
        monkeypatch.setattr(session, name, None)
    page = Page()
    page.ask(kind="open", lesson="02")
    return page


def test_it_needs_no_jupyter_and_no_picture_before_one_is_asked_for():
    code = "import sys, bpcourse.browser.course_kernel; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & {"IPython", "anywidget", "ipywidgets", "traitlets", "matplotlib", "pytest"}


def test_an_answer_is_judged_with_the_report_of_the_notebook(page):
    report = page.check("gd_step", find("gd_step").mistake("uphill"))
    assert report["outcome"] == "no"
    assert "The sign is wrong: you walk uphill" in report["html"]
    assert page.check("gd_step", find("gd_step").solution)["outcome"] == "ok"


def test_what_an_answer_defines_is_known_to_the_cells_below(page):
    page.check("gd_step", find("gd_step").solution)
    assert page.run("gd_step([1.0], [2.0], 0.5)")[0]["text"] == "[0.0]"


def test_every_file_of_the_learner_is_told_once_and_a_journal_by_its_end(page):
    page.check("gd_step", find("gd_step").stub + "\n\nx = 1\n")
    whole = {m["path"]: (m["start"], data[0]) for m, data in page.heard if m["kind"] == "keep"}
    assert whole["answers/gd_step.py"][1] == (find("gd_step").stub + "\n\nx = 1\n").encode()
    start, end = whole[".bpcourse/progress.jsonl"]
    assert start > 0
    assert json.loads(end)["exercise"] == "gd_step"
    assert not [m for m in page.ask(kind="open", lesson="02") if m["kind"] == "keep"]


def test_a_file_that_another_page_has_kept_is_known_and_not_told_again(page):
    told = page.ask(kind="learn", path="answers/gd_step.py", start=None, text="x = 2\n")
    assert not [m for m in told if m["kind"] == "keep"]
    assert page.kernel.files.root.joinpath("answers/gd_step.py").read_text() == "x = 2\n"


def test_a_cell_shows_what_it_prints_and_what_its_last_line_gives(page):
    shown = page.run("print('one')\nprint('two')\n1 + 1")
    assert shown[0]["printed"] == "one\ntwo\n"
    assert shown[1]["text"] == "2"
    assert shown[2] == {"kind": "has_run", "cell": "02-001", "is_well": True}
    assert len(page.run("1 + 1;")) == 1


def test_the_cells_above_are_run_once_and_unseen(page):
    above = [{"cell": "02-000", "source": "count = globals().get('count', 0) + 1\nprint(count)"}]
    assert page.run("count", above=above)[0]["text"] == "1"
    assert page.run("count", above=above)[0]["text"] == "1"


def test_a_cell_above_that_stops_is_named_below_the_one_that_needs_it(page):
    shown = page.run("x", cell="02-002", above=[{"cell": "02-001", "source": "x = 1 / 0"}])
    assert shown[0]["cell"] == "02-002"
    assert shown[0]["text"].startswith("A cell above stops, and this one needs it.\nTraceback")
    assert "x = 1 / 0" in shown[0]["text"]
    assert shown[1]["is_well"] is False


def test_the_learners_answers_above_are_known(page):
    """A program to repair is known with its bug, too: the cell below it shows the bug."""
    page.ask(kind="learn", path="answers/gd_step.py", start=None, text=find("gd_step").solution)
    above = [{"cell": "a", "exercise": "gd_step"}, {"cell": "b", "exercise": "fit_line"}]
    assert "function gd_step" in page.run("print(gd_step, fit_line)", above=above)[0]["printed"]


def test_a_cell_has_nobody_to_ask_and_does_not_print_without_end(page):
    assert "input() has nobody to ask on this page" in page.run("input()")[0]["text"]
    shown = page.run("while True: print('x' * 1000)")
    assert shown[-2]["text"] == "This cell prints without end: it was stopped after 1 MB."


def test_a_name_that_a_cell_above_makes_is_explained(page):
    told = page.run("penguins")[0]["text"]
    assert told.startswith("penguins is not known here yet: a cell above makes it")


def test_an_experiment_lives_at_its_place_until_its_cell_is_run_anew(page):
    place = page.run("StepSize()")[0]["place"]
    said = page.ask(kind="say", place=place, text='{"kind":"hello"}')[0]
    assert said["kind"] == "said"
    assert json.loads(said["text"])["title"].startswith("Gradient descent on a parabola")
    page.ask(kind="leave", cell="02-001")
    assert page.kernel.live == {}


def test_two_things_that_live_in_one_cell_have_two_places(page):
    shown = page.run("display(StepSize(), LongValley())")
    assert len({message["place"] for message in shown[:2]}) == 2


def test_matplotlib_is_needed_by_what_draws_and_by_nothing_else(page, monkeypatch):
    monkeypatch.setattr("bpcourse.browser.course_kernel.find_spec", lambda name: None)

    def needs(**message):
        return json.loads(page.kernel.needs(json.dumps(message)))

    assert needs(kind="run", source="plotting.show(ax)", above=[]) == ["matplotlib"]
    assert needs(kind="run", source="x", above=[{"source": "plt.plot(x)"}]) == ["matplotlib"]
    assert needs(kind="run", source="StepSize()", above=[]) == []
    assert needs(kind="run", source='ask("blank_slope", "blank_new_w")', above=[]) == []
    assert needs(kind="run", source="status()", above=[]) == ["mistune", "latex2mathml"]
    assert needs(kind="press", what="hint") == ["mistune", "latex2mathml"]


def test_a_hint_comes_as_html_with_its_formulas(page):
    pytest.importorskip("latex2mathml")
    for _ in range(2):
        told = page.ask(kind="press", what="hint", exercise="gd_step", seed=1, place="gd_step")
    assert "<math" in told[0]["html"]


def test_an_answer_with_which_the_page_had_to_end_the_worker_is_judged_endless(page):
    source = find("gd_step").solution + "\n\nx = 1\n"
    told = page.ask(kind="ended", how="ended", exercise="gd_step", source=source)
    report = next(message for message in told if message["kind"] == "report")
    assert "gd_step did not come to an end within" in report["html"]
    assert page.kernel.files.root.joinpath("answers/gd_step.py").read_text() == source


def test_on_a_slow_machine_an_answer_has_more_time(page, monkeypatch):
    monkeypatch.setattr(runner, "run", lambda *answer: time.sleep(0.2))
    page.ask(kind="warm")
    assert 10 <= limits.SECONDS <= 30


def test_an_answer_that_has_ended_python_is_told_so(page):
    source = find("gd_step").solution + "\n\nimport os\n"
    told = page.ask(kind="ended", how="exited", exercise="gd_step", source=source)
    report = next(message for message in told if message["kind"] == "report")
    assert "gd_step ended the process it ran in." in report["html"]


def test_an_answer_of_which_python_crashed_is_told_so(page):
    source = find("gd_step").solution
    told = page.ask(kind="ended", how="crashed", exercise="gd_step", source=source)
    report = next(message for message in told if message["kind"] == "report")
    assert "gd_step made Python itself crash." in report["html"]


def test_a_report_names_no_command_of_a_terminal(page):
    for mistake in find("gd_step").mistakes[:2]:  # after two, a notebook says how to get a hint
        report = page.check("gd_step", mistake.source)
    assert "bpcourse" not in report["headline"]
    assert "terminal" not in report["html"]
    assert 'data-press="hint"' in report["html"]


def test_warming_up_leaves_nothing_behind(page):
    assert page.ask(kind="warm") == []


def test_a_lesson_that_needs_what_no_browser_has_says_so(page, monkeypatch):
    monkeypatch.setattr("bpcourse.checking.lesson_plan.find_spec", lambda name: None)
    told = next(m for m in page.ask(kind="open", lesson="19") if m["kind"] == "told")
    assert told["text"].startswith("This lesson needs PyTorch, which no browser has.")


def test_work_is_packed_as_it_is_handed_in_and_taken_back(page, tmp_path, monkeypatch):
    page.check("gd_step", find("gd_step").solution)
    page.ask(kind="pack", name="Ada", whole=True)
    message, (data,) = next(pair for pair in page.heard if pair[0]["kind"] == "packed")
    assert message["file"] == "submission-Ada.zip"
    assert message["receipt"].startswith("Packed into `submission-Ada.zip`: hand in this file.")
    assert "all visible checks passed" in message["receipt"]
    monkeypatch.setenv(VARIABLE, str(tmp_path / "elsewhere"))
    other = Page()
    told = other.ask(kind="unpack", data=base64.b64encode(data).decode())
    unpacked = next(message for message in told if message["kind"] == "unpacked")
    assert unpacked["answers"] == {"gd_step": find("gd_step").solution}
    kinds = [message["kind"] for message in told]
    assert "keep" not in kinds[kinds.index("unpacked") :]  # it is kept before it is said
    assert kinds.count("keep") >= 3
    assert (tmp_path / "elsewhere/answers/gd_step.py").read_text() == find("gd_step").solution
    kept = {message["path"] for message in told if message["kind"] == "keep"}
    assert kept >= {"answers/gd_step.py", ".bpcourse/progress.jsonl"}
    line = next(message for message in told if message["kind"] == "line")
    assert (line["lesson"], line["done"]) == ("02", 1)


def test_a_file_that_is_not_the_learners_work_is_refused(page):
    unpacked = page.ask(kind="unpack", data="AAAA")[0]
    assert unpacked["text"].startswith("This is not a file that")
    assert unpacked["answers"] == {}
