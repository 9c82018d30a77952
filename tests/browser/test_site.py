"""The course as a link: lessons taken in the pages of a site, with Python in the page."""

import pytest

from bpcourse.checking.exercise import exercises, find
from bpcourse.grading.submissions import intake

from . import axe
from .known_answers import differences, known
from .site import Lesson

pytest.importorskip(
    "latex2mathml", reason='needs latex2mathml: python -m pip install "bpcourse[authoring]"'
)
START = "def gd_step(params, grads, lr):\n"


@pytest.fixture(scope="module")
def context(chromium):
    """A browser of one learner, which keeps what was done from test to test."""
    context = chromium.new_context(viewport={"width": 1024, "height": 700})
    yield context
    context.close()


@pytest.fixture(scope="module")
def lesson(context, address):
    lesson = Lesson(context, address, "02_gradient_descent")
    yield lesson
    assert lesson.troubles == []
    assert lesson.elsewhere == []


def test_without_a_script_a_lesson_can_be_read(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}02_gradient_descent.html")
    assert page.get_by_text("Why it happens.").first.is_visible()
    assert page.get_by_text("One step of gradient descent for every parameter.").is_visible()
    assert not page.locator("details.shown img").first.is_visible()
    context.close()


def test_before_anything_is_touched_no_python_is_loaded(chromium, address):
    context = chromium.new_context()
    lesson = Lesson(context, address, "02_gradient_descent")
    lesson.exercise("gd_step").scroll_into_view_if_needed()
    lesson.exercise("gd_step").locator(".cm-content").wait_for()
    assert lesson.page.evaluate("course.python.state") == "off"
    context.close()


def test_where_the_browser_keeps_nothing_the_page_says_so_first(chromium, address):
    context = chromium.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'indexedDB', { value: { open() { throw new Error(); } } })"
    )
    page = context.new_page()
    page.goto(f"{address}02_gradient_descent.html")
    page.get_by_text("This browser keeps nothing of what you do here").wait_for()
    context.close()


def test_an_answer_is_judged_with_the_reason_and_a_hint_helps(lesson):
    told = lesson.check("gd_step", find("gd_step").mistake("uphill"))
    assert "not right yet" in told
    assert "The sign is wrong: you walk uphill, to a larger loss." in told
    lesson.exercise("gd_step").get_by_role("button", name="Show a hint").click()
    note = lesson.exercise("gd_step").locator(".bpcourse-note p").first
    assert note.inner_text().startswith("Where to look.")


def test_an_answer_can_be_watched_line_by_line(lesson):
    lesson.check("gd_step", find("gd_step").mistake("uphill"))
    exercise = lesson.exercise("gd_step")
    exercise.get_by_role("button", name="Watch it run").click()
    exercise.get_by_role("group", name="gd_step, line by line").wait_for()
    exercise.get_by_role("button", name="one step back").click()  # from its end, where it opens
    assert exercise.locator(".bt-code li[data-current]").count() == 1


def test_a_right_answer_passes_and_counts(lesson):
    assert "right. All" in lesson.check("linear_grad", find("linear_grad").solution)
    lesson.page.locator(".site-line", has_text="steps done").wait_for()


def test_an_experiment_lives_and_opens_after_its_prediction(lesson):
    part = lesson.part("StepSize()")
    slider = part.get_by_role("slider", name="learning rate")
    locked = part.get_by_role("button", name="I don't know yet")
    if locked.is_visible():  # nobody has predicted in this browser before
        assert not slider.is_visible()
        locked.click()
    slider.focus()
    drawn = part.locator(".bp-stage[data-drawn]").get_attribute("data-drawn")
    lesson.page.keyboard.press("ArrowRight")
    part.locator(f'.bp-stage:not([data-drawn="{drawn}"])').wait_for()


def test_a_cell_that_was_changed_is_run_after_those_above_it_and_draws(lesson):
    told = lesson.run("print(len(flipper), linear_grad is not None)\nplotting.show(ax)")
    assert told.startswith("342 True")
    picture = lesson.page.locator('[data-cell="02-own"] img')
    assert "standardised" in picture.get_attribute("alt")


def test_a_loop_that_catches_everything_is_stopped_with_its_line(lesson):
    told = lesson.check("gd_step", f"{START}    while True:\n        try:\n            x = 1\n"
                        "        except:\n            pass\n")  # fmt: skip
    assert "gd_step did not come to an end within" in told
    assert "line 4:  x = 1" in told


def test_a_call_that_cannot_be_stopped_is_ended_with_its_worker_and_the_next_answer_is_judged(
    lesson,
):
    endless = "    import itertools\n    sum(itertools.count())\n"
    told = lesson.check("gd_step", START + endless)
    assert "gd_step did not come to an end within" in told
    assert "right. All" in lesson.check("gd_step", find("gd_step").solution)


def test_an_answer_that_ends_python_is_told_so(lesson):
    told = lesson.check("gd_step", f"{START}    import os\n    os._exit(3)\n")
    assert "gd_step ended the process it ran in." in told


@pytest.mark.parametrize("call", ["list(map(f, [x]))", "sorted([x], key=f)"])
def test_a_function_that_calls_itself_again_and_again_gets_an_error_and_not_a_crash(lesson, call):
    told = lesson.check("gd_step", f"{START}    return f(1)\n\n\ndef f(x):\n    return {call}\n")
    assert "calls itself without end" in told


def test_what_fills_the_memory_is_stopped(lesson):
    text = "    kept = []\n    while True:\n        kept.append(bytes(100_000))\n"
    told = lesson.check("gd_step", START + text)
    assert "needs more than the 1 GB of memory" in told


def test_a_crash_of_python_is_told_and_the_next_answer_is_judged(lesson):
    assert lesson.troubles == []
    told = lesson.check("gd_step", f"{START}    import os\n    os.abort()\n")
    lesson.troubles.clear()  # what Python's end says to the console
    assert "gd_step made Python itself crash." in told
    assert "right. All" in lesson.check("gd_step", find("gd_step").solution)


def test_the_stop_button_ends_what_runs(lesson):
    lesson.run("1")  # Python is there
    lesson.page.evaluate("course.cells.at(-1).written.text = 'while True: pass'")
    lesson.page.locator('[data-cell="02-own"]').get_by_role("button", name="Run").click()
    lesson.page.get_by_text("Python is computing").wait_for()
    lesson.page.get_by_role("button", name="Stop").click()
    told = lesson.page.locator('[data-cell="02-own"] .site-told', has_text="Stopped.")
    told.wait_for()
    assert lesson.run("1 + 1") == "2"


def test_what_was_written_and_answered_is_there_after_a_reload(lesson):
    lesson.check("gd_step", find("gd_step").mistake("uphill"))
    lesson.write("max_stable_lr", "# half an answer")
    lesson.part("LongValley()").locator("button:visible", has_text="I don't know yet").or_(
        lesson.part("LongValley()").get_by_role("slider").first
    ).first.click()
    lesson.page.wait_for_timeout(400)  # a draft is kept when the hand rests for 300 ms
    lesson.open()
    written = """async (name) => {
      const exercise = course.reports.get(name);
      await exercise.restored;
      return exercise.written.text;
    }"""
    assert lesson.page.evaluate(written, "max_stable_lr") == "# half an answer"
    assert lesson.page.evaluate(written, "gd_step") == find("gd_step").mistake("uphill")
    lesson.part("LongValley()").get_by_role("slider").first.wait_for()


def test_saved_work_is_what_a_grader_reads(lesson, tmp_path):
    lesson.check("gd_step", find("gd_step").solution)
    lesson.page.get_by_label("Your name or number").fill("Ada Lovelace")
    with lesson.page.expect_download() as download:
        lesson.page.get_by_role("button", name="Save my work").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    (entry,) = intake.entries(tmp_path)
    submission = intake.read(entry, exercises())
    assert submission.declared == "Ada Lovelace"
    assert submission.answers["gd_step"] == find("gd_step").solution


def test_saved_work_is_gone_on_with_in_another_browser(chromium, lesson, address, tmp_path):
    lesson.check("gd_step", find("gd_step").mistake("uphill"))
    lesson.check("gd_step", find("gd_step").solution)
    with lesson.page.expect_download() as download:
        lesson.page.get_by_role("button", name="Save my work").click()
    download.value.save_as(tmp_path / "work.zip")
    done = lesson.page.locator(".site-line").inner_text()
    assert "steps done" in done
    context = chromium.new_context()
    other = Lesson(context, address, "02_gradient_descent")
    other.page.get_by_label("Load work that was saved before").set_input_files(
        tmp_path / "work.zip"
    )
    other.page.get_by_text("loaded, with all that was done on the way").wait_for()
    assert other.page.evaluate("course.reports.get('gd_step').written.text") == (
        find("gd_step").solution
    )
    other.page.locator(".site-line", has_text=done).wait_for()
    kept = other.page.evaluate("course.store.files().then((files) => files.map(([path]) => path))")
    assert {"attempts/gd_step/0001.py", ".bpcourse/progress.jsonl"} <= {*kept}
    context.close()


def test_after_the_first_visit_it_works_without_a_network(lesson, context):
    lesson.check("gd_step", find("gd_step").solution)
    lesson.page.evaluate("navigator.serviceWorker.ready.then(() => course.offline)")
    context.set_offline(True)
    try:
        lesson.open()
        assert "not right yet" in lesson.check("gd_step", find("gd_step").mistake("uphill"))
    finally:
        context.set_offline(False)


LISTEN = """() => {
  const { ask } = course;
  window.asked = [];
  course.ask = (message, ...others) => {
    asked.push([message.kind, performance.now()]);
    return ask.call(course, message, ...others);
  };
}"""
MOVE = """async (stage) => {
  const slider = stage.querySelector(".bp-view input[type=range]");
  for (let moves = 0; moves < 12; moves += 1) {
    slider.value = slider.value === slider.min ? slider.max : slider.min;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => setTimeout(done, 200));
  }
}"""
WARM = """async () => {
  const isWarm = ([kind]) => kind === "warm";
  while (!asked.some(isWarm)) await new Promise((done) => setTimeout(done, 50));
  return asked;
}"""


def test_what_an_answer_needs_is_loaded_while_nothing_is_moved(chromium, address):
    """It takes most of a second, in which no picture would follow the hand."""
    context = chromium.new_context()
    lesson = Lesson(context, address, "02_gradient_descent")
    lesson.page.evaluate(LISTEN)
    part = lesson.part("StepSize()")
    part.get_by_role("button", name="I don't know yet").click()
    part.locator(".bp-stage[data-drawn]").wait_for()
    part.locator(".bp-stage[data-drawn]").evaluate(MOVE)
    asked = lesson.page.evaluate(WARM)
    warm = next(time for kind, time in asked if kind == "warm")
    moved = [time for kind, time in asked if kind == "say" and time < warm]
    assert len(asked) > 12
    assert not moved or warm - moved[-1] > 900  # milliseconds: REST in lesson.js is 1000
    context.close()


def test_an_experiment_that_cannot_be_loaded_says_so_and_is_loaded_on_a_press(chromium, address):
    context = chromium.new_context(service_workers="block")
    context.route("**/stage.js*", lambda route: route.abort())  # the network is gone for it
    lesson = Lesson(context, address, "02_gradient_descent")
    cell = lesson.page.locator("[data-source='StepSize()']")
    cell.locator(".site-begin").click()
    told = cell.get_by_role("alert").filter(has_text="Is there a network?")
    told.wait_for()
    cell.get_by_role("button", name="Try again").click()
    told.wait_for()
    context.unroute("**/stage.js*")
    cell.get_by_role("button", name="Try again").click()
    cell.locator(".bp-stage").first.wait_for()
    assert told.count() == 0
    context.close()


def test_the_policy_of_a_page_lets_no_request_leave_the_server(chromium, address):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}index.html")
    refused = page.evaluate(
        """() => {
          const refused = new Promise((resolve) => {
            const hear = (event) => resolve(event.blockedURI);
            document.addEventListener("securitypolicyviolation", hear);
          });
          fetch("https://example.org/").catch(() => {});
          return refused;
        }"""
    )
    assert refused == "https://example.org/"
    context.close()


def test_what_runs_in_python_cannot_ask_another_server(lesson):
    lesson.run(
        "import js\nfrom pyodide.ffi import create_once_callable\nsaid = []\n"
        "hear = create_once_callable(lambda error: said.append(str(error)))\n"
        "js.fetch('https://example.org/').catch(hear)\nNone"
    )
    said = next(filter("[]".__ne__, (lesson.run("said") for _ in range(50))), "")
    assert "Nothing is fetched from https://example.org" in said


@pytest.mark.parametrize("name", ["gd_step", "row_means"])
def test_known_answers_are_judged_as_everywhere(lesson, name):
    sample = dict(list(known(find(name)).items())[::3])  # tests.browser.known_answers takes all
    assert differences(lesson, find(name), sample) == {}


@pytest.mark.parametrize("name", ["index", "00_start_here"])
def test_axe_finds_nothing_and_a_narrow_page_is_enough(chromium, address, name):
    context = chromium.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}{name}.html")
    page.locator(".site-begin").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe.findings(page)[0] == []
    page.emulate_media(color_scheme="dark")
    assert axe.findings(page, axe.OF_COLOURS)[0] == []
    context.close()


def test_by_touch_an_option_is_tapped_and_a_handle_dragged(chromium, address):
    device = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}
    context = chromium.new_context(**device)
    lesson = Lesson(context, address, "02_gradient_descent")
    part = lesson.page.locator("[data-source='StepSize()']")
    part.locator(".site-begin").tap()
    option = part.get_by_role("radio").nth(1)
    option.tap()
    assert option.is_checked()
    part.locator(".bp-question button:enabled").first.tap()
    knob = part.locator(".bp-knob:visible").first
    knob.wait_for()
    knob.evaluate("knob => knob.scrollIntoView({ block: 'center' })")
    before, box = knob.get_attribute("aria-valuetext"), knob.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = context.new_cdp_session(lesson.page)
    for kind, dx in [("touchStart", 0), *[("touchMove", 8 * step) for step in range(1, 9)]]:
        points = [{"x": x - dx, "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    part.locator(f'.bp-knob:visible:not([aria-valuetext="{before}"])').first.wait_for()
    assert lesson.page.evaluate("scrollX") == 0
    assert lesson.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert lesson.troubles == []
    context.close()


PRINTED = """() => {
  const seen = (element) => element.checkVisibility({ contentVisibilityAuto: true });
  const shown = (what) => [...document.querySelectorAll(what)].filter(seen);
  const isCut = (one, way) => one[`scroll${way}`] > one[`client${way}`] + 1;
  const isClipped = (one) => isCut(one, "Width") || isCut(one, "Height");
  return {
    controls: shown("main button, main input, .site-bar").map((one) => one.outerHTML),
    folded: [...document.querySelectorAll("details.shown img")].filter((one) => !seen(one)).length,
    clipped: shown("pre, .cm-scroller").filter(isClipped).map((one) => one.innerText.slice(0, 80)),
    answer: shown(".cm-content").map((one) => one.innerText).join(),
  };
}"""


def test_on_paper_all_is_open_nothing_is_cut_and_there_is_nothing_to_press(lesson):
    long = "x = " + " + ".join(map(str, range(60)))
    lesson.check("gd_step", f"{find('gd_step').mistake('uphill')}\n\n\n{long}\n")
    lesson.part("StepSize()")
    lesson.page.set_viewport_size({"width": 700, "height": 900})  # a sheet, without its margins
    lesson.page.emulate_media(media="print")
    try:
        printed = lesson.page.evaluate(PRINTED)
        assert lesson.page.pdf().startswith(b"%PDF")
    finally:
        lesson.page.emulate_media(media="screen")
        lesson.page.set_viewport_size({"width": 1024, "height": 700})
    assert printed["controls"] == []
    assert printed["folded"] == 0
    assert printed["clipped"] == []
    assert "58 + 59" in printed["answer"]
