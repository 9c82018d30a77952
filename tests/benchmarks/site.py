"""What a site costs: bytes and seconds to the first judged answer, and slider to picture in a page.

    python -m tests.benchmarks.site [LESSON …]

The experiments are those of the lessons named, by default of all. Python is loaded anew in a
browser that has never been here; `again` is the same browser, whose cache has all files.
"""

import statistics
import sys
import tempfile
import time

import nbformat
from playwright.sync_api import Error, sync_playwright

from bpcourse.authoring.reading_edition import EXPERIMENT
from bpcourse.checking.exercise import find
from bpcourse.content import content
from bpcourse.site import build_site

from ..browser.lab import CHROMIUM, FLAGS
from ..browser.site import Lesson, Quiet, served

MOVES, PAUSE = 21, 0.1  # of each slider, and seconds between them
MOVE = """(stage) => new Promise((resolve) => {
  const slider = stage.querySelector(".bp-view input[type=range]");
  if (!slider) return resolve(null);
  const begun = performance.now(), before = stage.dataset.drawn;
  const value = slider.value;
  slider.stepUp();
  if (slider.value === value) slider.value = slider.min;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  const watch = new MutationObserver(() => {
    if (stage.dataset.drawn === before) return;
    watch.disconnect();
    resolve(performance.now() - begun);
  });
  watch.observe(stage, { attributes: true });
  setTimeout(() => resolve(undefined), 5000);
})"""


def first_answer(browser, address):
    """Seconds from the press on Check to the report, cold and again, and of later checks; bytes."""
    context = browser.new_context()
    for kind in ("cold", "again"):
        before = Quiet.sent
        lesson = Lesson(context, address, "02_gradient_descent")
        lesson.write("gd_step", find("gd_step").solution)
        begun = time.perf_counter()
        lesson.check("gd_step")
        taken = time.perf_counter() - begun
        sent = (Quiet.sent - before) / 1e6
        print(f"first judged answer, {kind}: {taken:.1f} s, {sent:.1f} MB", flush=True)
        lesson.page.close()
    lesson = Lesson(context, address, "02_gradient_descent")
    lesson.check("gd_step", find("gd_step").solution)
    times = []
    for _ in range(9):
        begun = time.perf_counter()
        lesson.check("gd_step")
        times.append(time.perf_counter() - begun)
    median = statistics.median(times)
    print(f"a later check: {median:.2f} s (median of {len(times)})", flush=True)
    context.close()


def sliders(browser, address, name):
    """Milliseconds from a move of the first slider to the picture, for each experiment.

    A move that changes nothing in the picture within 5 s does not count.
    """
    notebook = nbformat.read(content("notebooks", f"{name}.ipynb"), as_version=4)
    lesson = Lesson(browser.new_context(), address, name)
    for source in [c.source for c in notebook.cells if EXPERIMENT.match(c.source)]:
        try:
            part = lesson.part(source)
        except Error as error:
            print(f"{name} {source}: it is not shown. {error}".splitlines()[0], flush=True)
            continue
        locked = part.get_by_role("button", name="I don't know yet")
        drawn = part.locator(".bp-stage[data-drawn]")
        drawn.or_(locked).first.wait_for()
        if locked.is_visible():
            locked.click()
        stage = drawn.element_handle()
        times = []
        for _ in range(MOVES):
            times.append(stage.evaluate(MOVE))
            time.sleep(PAUSE)
        known = [one for one in times if one is not None]
        told = f"{statistics.median(known):.0f} ms" if known else "no slider"
        print(f"{name} {source}: {told}", flush=True)
    lesson.page.context.close()


def main(names):
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build_site.site(folder)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with served(folder) as address:
            first_answer(browser, address)
            known = sorted(path.stem for path in content("notebooks").glob("[0-9]*.ipynb"))
            for name in [one for one in known if not names or one.startswith(tuple(names))]:
                sliders(browser, address, name)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
