"""A smoke test in Notebook 7, which takes the arrow keys for its cells before they arrive."""

import importlib.util
import os
import secrets
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest

from bpcourse.checking.exercise import find

from .lab import _free_port, pixels, settled
from .test_stage import knobs, sliders, value

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("notebook") is None,
    reason="Notebook 7 is not installed (pip install notebook)",
)
WATCHED = """%load_ext bpcourse.notebook
from bpcourse.notebook import trace
def half(x):
    y = x / 2
    return y
trace(half, 3.0)"""
WRONG = f"%%exercise linear_grad\n{find('linear_grad').mistake('no_mean')}"
CODE = "from bpcourse.experiments import StepSize\nStepSize()"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A notebook with an experiment, a watched call and a wrong answer, on a server of its own."""
    home = tmp_path_factory.mktemp("home")
    cells = [nbformat.v4.new_code_cell(text) for text in (CODE, WATCHED, WRONG)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, home / "page.ipynb")
    token, port = secrets.token_hex(16), _free_port()
    command = [sys.executable, "-m", "notebook", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={token}"]
    places = {name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
    environment = os.environ | places | {"HOME": str(home), "BPCOURSE_WORK": str(home / "work")}
    with (home / "log").open("w+") as log:
        server = subprocess.Popen(command, cwd=home, env=environment, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/api?token={token}")
            yield f"http://127.0.0.1:{port}/notebooks/page.ipynb?token={token}"
        finally:
            server.terminate()
            server.wait(20)


def wait_for(url):
    for _ in range(600):
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("Notebook 7 does not start.")


@pytest.fixture(scope="module")
def page(chromium, address):
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.goto(address)
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    prompt = page.locator(".jp-CodeCell .jp-InputPrompt").first
    for _ in range(30):  # a cell that is run before the kernel is connected is forgotten
        page.locator(".jp-CodeCell .cm-content").first.click()
        page.keyboard.press("Control+Enter")
        page.wait_for_timeout(1000)
        if prompt.inner_text() != "[ ]:":  # it is running; to run it twice would replace its output
            break
    page.locator(".bp-stage").wait_for()
    yield page
    context.close()


@pytest.fixture
def stage(page):
    stage = page.locator(".bp-stage")
    stage.locator(".bp-heading").first.wait_for()
    if stage.get_by_role("button", name="I don't know yet").count():
        stage.get_by_role("button", name="I don't know yet").click()
    stage.locator(".bp-knob").first.wait_for()
    settled(stage)
    return stage


def test_the_arrow_keys_move_the_slider_and_not_the_notebook(page, stage):
    slider = sliders(stage)[0]
    active = (
        "[...document.querySelectorAll('.jp-Cell')].findIndex((c) => c.matches('.jp-mod-active'))"
    )
    slider.focus()
    before, cell = value(slider), page.evaluate(active)
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "End", "ArrowDown", "PageDown"):
        was = value(slider)
        page.keyboard.press(key)
        assert value(slider) != was, key
        assert slider.evaluate("(node) => node === document.activeElement"), key
        assert page.evaluate(active) == cell
    assert value(slider) != before


def test_the_arrow_keys_move_the_handle(page, stage):
    [knob, *_] = knobs(stage)
    knob.focus()
    before, drawn = value(knob), pixels(stage)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    settled(stage)
    assert value(knob) != before
    assert pixels(stage) != drawn
    assert knob.evaluate("(node) => node === document.activeElement")


def test_it_is_dragged_and_follows_the_theme(page, stage):
    [knob, *_] = knobs(stage)
    box, before = knob.bounding_box(), value(knob)
    page.mouse.move(box["x"] + 9, box["y"] + 9)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 9)
    page.mouse.up()
    settled(stage)
    assert value(knob) != before
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    page.wait_for_timeout(200)
    assert stage.evaluate("(root) => getComputedStyle(root).backgroundColor") == "rgb(17, 17, 17)"


def run(page, number):
    """Run a cell, and return it."""
    cell = page.locator(".jp-CodeCell").nth(number)
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    return cell


def test_a_watched_call_is_stepped_through_by_the_arrow_keys(page):
    view = run(page, 1).locator(".bpcourse-trace")
    view.get_by_role("slider", name="step").focus()
    page.keyboard.press("ArrowRight")
    assert view.locator(".bt-said").inner_text() == "Line 4: y is now 1.5."
    page.keyboard.press("End")
    assert view.locator(".bt-said").inner_text() == "half gives 1.5."


def test_the_view_under_a_report_is_opened_and_walked_by_the_keyboard(page):
    run(page, 1).locator(".bpcourse-trace").wait_for()
    cell = run(page, 2)
    cell.get_by_role("button", name="Watch it run").press("Enter")
    view = cell.locator(".bpcourse-trace")
    said = view.locator(".bt-said")
    view.get_by_role("slider", name="step").focus()
    assert said.inner_text().endswith("It was made in line 11.")
    wrong = view.locator("td[tabindex='0']").first
    wrong.press("ArrowRight")
    page.keyboard.press("Enter")
    assert "(2 * X.T @ e)[0] = 2" in view.locator(".bt-origin").first.inner_text()
    view.get_by_role("button", name="go to line 11").press("Enter")
    assert said.inner_text().startswith("Line 11")
    view.get_by_role("slider", name="step").focus()
    page.keyboard.press("Home")
    assert said.inner_text().startswith("linear_grad is called with")
