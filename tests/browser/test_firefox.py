"""A lesson of a site in Firefox: it is read, an experiment is moved, an answer is judged."""

import json

import pytest

from bpcourse.checking.exercise import find

from .conftest import missing
from .firefox import FIREFOX, Firefox

pytest.importorskip(
    "latex2mathml", reason='needs latex2mathml: python -m pip install "bpcourse[authoring]"'
)
STEP_SIZE = "document.querySelector(\"[data-source='StepSize()']\")"
EXERCISE = "document.querySelector('[data-exercise=gd_step]')"


@pytest.fixture(scope="module")
def firefox(address, tmp_path_factory):
    if FIREFOX is None:
        missing("Firefox is not installed (on Debian: apt-get install firefox-esr)")
    firefox = Firefox(tmp_path_factory.mktemp("firefox"))
    open_lesson(firefox, address)
    firefox.click(f"{STEP_SIZE}.querySelector('.site-begin')")
    yield firefox
    firefox.end()
    assert firefox.troubles == []
    known = (address, "data:", "blob:")
    assert [url for url in firefox.asked if not url.startswith(known)] == []


def open_lesson(firefox, address):
    firefox.open(f"{address}02_gradient_descent.html")
    firefox.until("window.course !== undefined")


def button(place, words):
    return f"[...{place}.querySelectorAll('button')].find((b) => b.textContent.includes({words!r}))"


def check(firefox, source):
    """Have an answer to gd_step judged; the text of the report."""
    firefox.ask(f"{EXERCISE}.scrollIntoView()")
    firefox.until(f"{EXERCISE}.querySelector('.cm-content') !== null")
    firefox.ask(f"course.reports.get('gd_step').written.text = {json.dumps(source)}")
    firefox.ask(f"{EXERCISE}.querySelector('.site-report').replaceChildren()")
    firefox.click(button(EXERCISE, "Check"))
    return firefox.until(f"{EXERCISE}.querySelector('.bpcourse-report')?.innerText")


def test_an_experiment_opens_after_its_prediction_and_is_moved(firefox):
    firefox.ask(f"{STEP_SIZE}.scrollIntoView()")
    locked = button(STEP_SIZE, "I don't know yet")
    firefox.until(f"!!{locked}")
    firefox.click(locked)
    slider = f"{STEP_SIZE}.querySelector('.bp-view input[type=range]')"
    drawn = f"{STEP_SIZE}.querySelector('.bp-stage').dataset.drawn"
    firefox.until(f"!!{slider}?.offsetWidth && !!{drawn}")
    before = firefox.ask(drawn)
    firefox.ask(f"{slider}.focus()")
    firefox.press("\ue014")  # the arrow to the right
    assert firefox.until(f"{drawn} !== {json.dumps(before)} && {drawn}") != before


def test_an_answer_is_judged_wrong_with_its_reason_and_right(firefox):
    told = check(firefox, find("gd_step").mistake("uphill"))
    assert "The sign is wrong: you walk uphill, to a larger loss." in told
    assert "right. All" in check(firefox, find("gd_step").solution)


def test_what_is_written_is_there_after_a_reload(firefox, address):
    check(firefox, find("gd_step").solution)
    open_lesson(firefox, address)
    restored = "course.reports.get('gd_step').restored.then(() => true)"
    assert firefox.ask(restored)
    assert firefox.ask("course.reports.get('gd_step').written.text") == find("gd_step").solution
