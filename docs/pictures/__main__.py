"""Make the pictures of the README from the course as it runs: python -m docs.pictures [NAME ...]

Each is taken in the light theme and in the dark one, and kept as a WebP beside this file. Needed is
what the tests in the browser need.
"""

import io
import os
import re
import sys
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from bpcourse.checking.check import check_text
from bpcourse.checking.exercise import find
from bpcourse.checking.report_view import as_html
from bpcourse.checking.trace import trace_of
from bpcourse.checking.workspace import VARIABLE, Workspace
from bpcourse.experiments import LongValley, Playground
from bpcourse.experiments.stage import Stage
from bpcourse.notebook import desk_widget, help_desk
from bpcourse.site import build_site
from tests.browser.bare import Bare
from tests.browser.lab import CHROMIUM, FLAGS, PATIENCE
from tests.browser.site import served
from tests.browser.test_presenter import learners, says, tell
from tests.workshop.running import Running

HERE = Path(__file__).parent
SHARP = 1.5  # pixels of a picture for one of the page
LARGEST = 150_000  # bytes of a picture
THEMES = {"": "light", "-dark": "dark"}  # by how the picture's name ends
UPHILL = find("gd_step").mistake("uphill")
DOCSTRING = re.compile(r'\n    """.*?"""', re.DOTALL)
BROADCAST = DOCSTRING.sub("", find("linear_grad").mistake("silent_broadcast"))
ANSWER = """<!doctype html><html lang="en" data-theme="{theme}"><title>an answer</title>
<style>{style} body {{ margin: 0; background: var(--bp-paper); color: var(--bp-ink); }}
main {{ padding: 12px; font: 14px system-ui, sans-serif; }}</style><main>{html}</main></html>"""
VALLEY = LongValley("condition=10 part=0.8")
SPIRALS = Playground(
    "points=spirals inputs=sines layers=2 units=6 activation=tanh rate=0.01 steps=1000"
)
BUTTONS = "(all) => all.forEach((help) => { help.hidden = false; })"  # as where a kernel is


def keep(name, png):
    """Write a screenshot down; RuntimeError where it is larger than a page should load."""
    path = HERE / f"{name}.webp"
    Image.open(io.BytesIO(png)).convert("RGB").save(path, quality=88, method=6)
    if path.stat().st_size > LARGEST:
        raise RuntimeError(f"{path.name} has {path.stat().st_size} bytes, at most {LARGEST}.")
    print(f"{path.name}: {path.stat().st_size // 1000} kB")


# ---- experiments, in a page without Jupyter ----


def experiment(browser, name, made, step):
    """An experiment with its prediction locked in, at one of its steps."""
    for end, theme in THEMES.items():
        with tempfile.TemporaryDirectory() as folder:
            os.environ[VARIABLE] = folder  # in which nothing has been predicted yet
            bare = Bare(browser, device_scale_factor=SHARP)
            bare.page.set_default_timeout(PATIENCE)
            bare.show(partial(Stage, made), width=830, height=560, color_scheme=theme)
            bare.root.get_by_role("button", name="I don't know yet.").click()
            drawn = "() => document.querySelector('.bp-stage').dataset.drawn !== undefined"
            bare.page.wait_for_function(drawn)
            bare.page.wait_for_timeout(5000)  # until a training has come to its end
            at = bare.root.locator(".bp-player input")
            at.focus()
            bare.page.keyboard.press("Home")
            for _ in range(step):
                bare.page.keyboard.press("ArrowRight")
            bare.page.wait_for_timeout(1000)
            at.blur()
            keep(f"{name}{end}", bare.root.screenshot())
            bare.context.close()


# ---- wrong answers, in a page as a notebook's cell shows them ----


def report(browser):
    """The report on it, with the buttons under it."""
    with tempfile.TemporaryDirectory() as folder:
        told = check_text(find("gd_step"), UPHILL, Workspace(Path(folder)), seed=1)
    of_answer(browser, "report", as_html(told, below=help_desk.buttons(told)))


def watch(browser):
    """What each line of a wrong answer has made, in the call that fails."""
    html = trace_of(find("linear_grad"), BROADCAST, seed=1).as_html()
    of_answer(browser, "watch", html, "Home", "ArrowRight")


def of_answer(browser, name, html, *keys):
    for end, theme in THEMES.items():
        with opened(browser, {"width": 900, "height": 700}) as page:
            style = desk_widget.DeskWidget._css
            page.set_content(ANSWER.format(theme=theme, style=style, html=html))
            page.locator(".bpcourse-help").evaluate_all(BUTTONS)
            if keys:
                page.get_by_role("slider", name="step").focus()
            for key in keys:
                page.keyboard.press(key)
            page.wait_for_timeout(1000)
            keep(f"{name}{end}", page.locator("main").screenshot())


# ---- a workshop ----


def presenter(browser):
    with opened(browser, {"width": 1100, "height": 720}) as page, workshop() as room:
        seats = learners(room, 14)
        page.goto(room.presenter)
        says(page, "#clock", "14 seats")
        while "Gradient descent" not in page.locator("#now-title").inner_text():
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(500)
        for number, seat in enumerate(seats[:12]):
            outcome = ("right", "right", "right", "wrong")[number % 4]
            mistake = "no_mean" if outcome == "wrong" else ""
            tell(
                room,
                seat,
                (1, "prediction", "steps_to_the_bottom", str((0, 2, 2, 3)[number % 4])),
                (2, "exercise", "linear_grad", outcome, mistake),
            )
        tell(room, seats[12], (1, "stuck", "linear_grad", "yes"))
        says(page, "#predictions", "12 of 14 have predicted.")
        says(page, "#stuck", "Seat 13")
        page.keyboard.press("o")
        for end, theme in THEMES.items():
            page.emulate_media(color_scheme=theme)
            page.wait_for_timeout(1000)
            keep(f"presenter{end}", page.screenshot())


@contextmanager
def workshop():
    with tempfile.TemporaryDirectory() as folder:
        room = Running(Path(folder) / "room.sqlite")
        try:
            yield room
        finally:
            room.end()


@contextmanager
def opened(browser, size):
    context = browser.new_context(viewport=size, device_scale_factor=SHARP)
    try:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        yield page
    finally:
        context.close()


# ---- the site ----


def site(browser):
    with tempfile.TemporaryDirectory() as folder, opened(browser, SITE) as page:
        build_site.site(folder, tell=lambda line: None)
        with served(folder) as address:
            page.goto(f"{address}02_gradient_descent.html")
            page.locator('.site-cell[data-exercise="gd_step"]').scroll_into_view_if_needed()
            for end, theme in THEMES.items():
                page.emulate_media(color_scheme=theme)
                page.wait_for_timeout(1000)
                keep(f"site{end}", page.screenshot())


SITE = {"width": 1024, "height": 700}
PICTURES = {
    "valley": lambda browser: experiment(browser, "valley", VALLEY, 12),
    "playground": lambda browser: experiment(browser, "playground", SPIRALS, 60),
    "report": report,
    "watch": watch,
    "presenter": presenter,
    "site": site,
}


def main(*names):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name in names or PICTURES:
            PICTURES[name](browser)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
