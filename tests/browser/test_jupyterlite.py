"""The whole notebooks in JupyterLite, made by `bpcourse site --jupyterlite`: a lesson is opened, an
experiment moved, an exercise judged, and nothing is asked of another server.
"""

import pytest

from bpcourse.checking.exercise import find
from bpcourse.site import jupyterlite_site

from .conftest import made
from .site import served

for package in ("latex2mathml", "jupyterlite_core"):
    pytest.importorskip(
        package, reason=f'needs {package}: python -m pip install "bpcourse[jupyterlite]"'
    )
PATIENCE = 300_000  # milliseconds: a kernel is 20 s of work for a machine that has nothing else
START = "def gd_step(params, grads, lr):\n"


NUMBER = """(start) => 1 + [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')].findIndex(
  (cell) => cell.querySelector('.cm-content')?.innerText.startsWith(start))"""  # 0 as long as none


class LiteNotebook:
    """A lesson in JupyterLite; `troubles` holds what went wrong in its page."""

    def __init__(self, context, address, name):
        self.troubles, self.elsewhere = [], []
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        context.on("request", lambda request: self._see(request.url, address))
        self.page.goto(f"{address}lab/index.html?path={name}.ipynb")
        self.page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()

    def _see(self, url, address):
        if not url.startswith((address, "data:", "blob:")):
            self.elsewhere.append(url)

    def cell(self, start):
        """The cell whose code begins like this."""
        number = self.page.wait_for_function(NUMBER, arg=start).json_value()
        return self.page.locator(".jp-Notebook .jp-CodeCell").nth(number - 1)

    def run(self, cell, source=None):
        """Run a cell, with another text if given."""
        cell.scroll_into_view_if_needed()
        cell.locator(".cm-content").click()
        if source is not None:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")


@pytest.fixture(scope="module")
def lesson(chromium, tmp_path_factory):
    folder = made(jupyterlite_site.jupyterlite, tmp_path_factory.mktemp("lite") / "site")
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    with served(folder) as address:
        lesson = LiteNotebook(context, address, "02_gradient_descent")
        first = lesson.cell("import bpcourse")
        lesson.run(first)
        first.locator("progress").wait_for()
        yield lesson
        context.close()
    assert lesson.troubles == []
    assert lesson.elsewhere == []


@pytest.fixture(scope="module")
def exercise(lesson):
    return lesson.cell("%%exercise gd_step")


def judged(lesson, exercise, source, words):
    """Have an answer judged, and wait for these words in the report."""
    lesson.run(exercise, f"%%exercise gd_step\n{source}")
    report = exercise.locator(".bpcourse-report", has_text=words)
    report.wait_for()
    return report


def test_it_opens_without_a_dialog_and_says_how_far_one_is(lesson):
    assert lesson.page.locator(".jp-Dialog").count() == 0
    assert "steps" in lesson.cell("import bpcourse").locator(".bpcourse-line").inner_text()


def test_a_question_is_asked(lesson):
    cell = lesson.cell("from_memory(")
    lesson.run(cell)
    cell.locator(".bp-question").first.wait_for()


def test_an_experiment_opens_after_its_prediction_and_is_moved(lesson):
    cell = lesson.cell("StepSize()")
    lesson.run(cell)
    cell.get_by_role("button", name="I don't know yet").click()
    slider = cell.get_by_role("slider", name="learning rate")
    slider.focus()
    drawn = cell.locator(".bp-stage[data-drawn]").get_attribute("data-drawn")
    lesson.page.keyboard.press("ArrowRight")
    cell.locator(f'.bp-stage:not([data-drawn="{drawn}"])').wait_for()


def test_a_wrong_answer_has_its_reason_and_a_hint_and_a_right_one_passes(lesson, exercise):
    report = judged(lesson, exercise, find("gd_step").mistake("uphill"), "The sign is wrong")
    assert "terminal" not in report.inner_text()
    exercise.get_by_role("button", name="Show a hint").click()
    exercise.locator(".bpcourse-note", has_text="Where to look").wait_for()
    judged(lesson, exercise, find("gd_step").solution, "right. All")
    lesson.cell("import bpcourse").get_by_text("steps done").wait_for()


def test_what_has_no_end_is_ended_and_nobody_is_asked(lesson, exercise):
    loop = "    while True:\n        try:\n            x = 1\n        except:\n            x = 2\n"
    judged(lesson, exercise, START + loop, "did not come to an end")
    judged(lesson, exercise, f"{START}    return input('how far?')\n", "nobody to ask")
    judged(lesson, exercise, find("gd_step").solution, "right. All")


def test_answers_and_progress_are_files_that_the_browser_keeps(lesson, exercise):
    judged(lesson, exercise, find("gd_step").solution, "right. All")
    cell = lesson.page.locator(".jp-Notebook .jp-CodeCell").last
    told = "from pathlib import Path\nprint(*sorted(map(str, Path('bpcourse-work').rglob('*'))))"
    lesson.run(cell, told)
    cell.locator(
        ".jp-OutputArea-output", has_text="bpcourse-work/.bpcourse/progress.jsonl"
    ).wait_for()
    assert "bpcourse-work/answers/gd_step.py" in cell.locator(".jp-OutputArea").inner_text()
