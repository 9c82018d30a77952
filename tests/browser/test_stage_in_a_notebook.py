"""What only a notebook can show of the experiments: its keys, its kernel, its cells, its page."""

import time

import pytest

from bpcourse.checking.exercise import find

from .lab import pixels, settled
from .test_stage import SCREENS, knobs, set_state, sliders, state, value

# for what all experiments share: one that computes at once, and one that trains
NAMES = ["StepSize", "DepthMeter"]


def start(name):
    return f"from bpcourse.experiments import {name}\n{name}()"


@pytest.fixture
def opened(scratch, name):
    scratch.run(0, start(name))
    return scratch


@pytest.mark.parametrize("name", NAMES)
def test_picture_and_controls_are_in_view_together(opened):
    """At 1280 × 800 with the side bar open, and at 1024 × 700 with it shut.

    What a notebook leaves there is no less than the room into which test_stage.py fits every one.
    """
    page, stage = opened.page, opened.stage()
    settled(stage)
    screens = [(1280, 800, True), (1024, 700, False)]
    for (width, height, has_bar), (left, room) in zip(screens, SCREENS.items(), strict=True):
        page.set_viewport_size({"width": width, "height": height})
        show_bar(page, has_bar)
        fits = "([root, room]) => root.getBoundingClientRect().height <= room"
        page.wait_for_function(fits, arg=[stage.element_handle(), room], timeout=10_000)
        assert stage.bounding_box()["width"] >= left
        stage.evaluate("(root) => root.scrollIntoView({ block: 'center' })")
        for part in (".bp-panels", ".bp-controls", ".bp-player"):
            box = stage.locator(part).bounding_box()
            notebook = page.locator(".jp-WindowedPanel-outer, .jp-NotebookPanel-notebook").first
            view = notebook.bounding_box()
            assert view["height"] >= room
            assert view["y"] <= box["y"]
            assert box["y"] + box["height"] <= view["y"] + view["height"]
    show_bar(page, True)


def show_bar(page, wanted):
    """Open or shut the side bar."""
    if page.locator(".jp-FileBrowser").first.is_visible() != wanted:
        page.keyboard.press("Escape")
        page.keyboard.press("Control+b")
        page.wait_for_timeout(400)


@pytest.mark.parametrize("name", ["LongValley"])
def test_a_drag_moves_the_picture_and_ends_where_the_hand_ends(opened):
    stage = opened.stage()
    for moved in (sliders(stage)[0], knobs(stage)[0]):
        settled(stage)
        before, box = pixels(stage), moved.bounding_box()
        level = box["y"] + box["height"] / 2
        begin = box["x"] + box["width"] * (0.02 if box["width"] > 40 else 0.5)
        opened.page.mouse.move(begin, level)
        opened.page.mouse.down()
        for part in range(1, 41):
            opened.page.mouse.move(
                begin - 2 * part if box["width"] < 40 else begin + 3 * part, level
            )
        opened.page.mouse.up()
        settled(stage)
        assert pixels(stage) != before
    [condition, _, place] = state(stage).split()
    assert condition == f"condition={float(value(sliders(stage)[0]))}"
    assert place.split("=")[1] in value(knobs(stage)[0]).replace("−", "-").replace(
        "weight 1 ", ""
    ).replace(", weight 2 ", ",")


KEYS = {"ArrowRight": 1, "ArrowUp": 1, "ArrowLeft": -1, "ArrowDown": -1, "End": 999, "Home": -999}


@pytest.mark.parametrize("name", ["StepSize"])
def test_the_keys_are_the_controls_and_not_the_notebooks(opened):
    """The slider and the handle move, and keep the focus; the notebook stays where it is."""
    stage = opened.stage()
    slider = sliders(stage)[0]
    slider.focus()
    last = int(slider.get_attribute("max"))
    for key, moves in KEYS.items():
        before = int(slider.input_value())
        opened.page.keyboard.press(key)
        assert int(slider.input_value()) == min(max(before + moves, 0), last), key
        assert slider.evaluate("(node) => node === document.activeElement"), key
    [knob, *_] = knobs(stage)
    knob.focus()
    before = value(knob)
    opened.page.keyboard.press("ArrowUp")
    assert value(knob) != before
    assert knob.evaluate("(node) => node === document.activeElement")


def test_a_command_of_the_notebook_still_reaches_it(scratch):
    """Shift and Enter run the next cell, also from a slider."""
    scratch.run(0, start("StepSize"))
    stage = scratch.stage()
    sliders(stage)[0].focus()
    prompt = scratch.cell(0).locator(".jp-InputPrompt")
    before = prompt.inner_text()
    scratch.page.keyboard.press("Shift+Enter")
    scratch.page.wait_for_function(
        "([node, text]) => node.innerText !== text && /\\d/.test(node.innerText)",
        arg=[prompt.element_handle(), before],
    )


def test_the_learners_own_code_can_be_chosen_once_it_passes(scratch):
    scratch.run(0, start("StepSize"))
    stage = scratch.stage()
    scratch.run(1, f"%%exercise gd_step\n{find('gd_step').solution}")
    stage.get_by_role("button", name="Runs on the model answer").click()
    own = stage.get_by_label("my own gd_step")
    stage.hover()
    scratch.page.wait_for_function("(node) => !node.disabled", arg=own.element_handle())
    own.check(force=True)
    settled(stage)
    assert stage.locator(".bp-trouble").inner_text() == ""
    assert own.is_checked()
    assert stage.get_by_role("button", name="Runs on your code").is_visible()


def test_a_reloaded_page_finds_its_experiments_as_they_were(notebook):
    """Their controls, and the step at which each stood. (In a page of its own: JupyterLab opens its
    side bar anew when it is loaded again, and wider.)
    """
    notebook.create(count=len(NAMES))
    wanted = []
    for number, name in enumerate(NAMES):
        notebook.run(number, start(name))
        stage = notebook.stage(number=number)
        sliders(stage)[0].focus()
        notebook.page.keyboard.press("End")
        settled(stage)
        at = stage.locator(".bp-player input[type=range]")
        at.focus()
        for key in ("Home", "ArrowRight", "ArrowRight"):
            notebook.page.keyboard.press(key)
        notebook.page.wait_for_timeout(800)
        wanted.append(value(sliders(stage)[0]))
    notebook.page.keyboard.press("Control+s")
    notebook.page.wait_for_selector(".jp-mod-dirty", state="detached")
    notebook.page.reload()
    notebook.page.wait_for_selector(".jp-Notebook .jp-Cell")
    for number, last in enumerate(wanted):
        stage = notebook.stage(number=number)
        assert value(sliders(stage)[0]) == last
        assert stage.locator(".bp-player input[type=range]").input_value() == "2"


SLOW = """
import time
from bpcourse.experiments import StepSize
class Slow(StepSize):
    "A slow one."
    learning_rate, curvature, start = StepSize.learning_rate, StepSize.curvature, StepSize.start
    question, seconds = None, 0
    def compute(self, state, **functions):
        time.sleep(Slow.seconds)
        return super().compute(state, **functions)
Slow()"""


def test_a_slow_computation_does_not_leave_the_picture_behind(scratch):
    """150 ms for each picture, and a hand that moves 40 times: at rest, the picture follows soon.

    If every move were computed it would be 6 s behind.
    """
    scratch.run(0, SLOW)
    scratch.run(1, "Slow.seconds = 0.15")
    stage = scratch.stage()
    slider = sliders(stage)[0]
    slider.focus()
    for _ in range(40):
        scratch.page.keyboard.press("ArrowRight")
    began = time.monotonic()
    wanted = f"learning_rate={float(value(slider)):g}"
    code = stage.get_by_label("State, to note down or to paste").element_handle()
    scratch.page.wait_for_function(
        "([node, wanted]) => node.value.startsWith(wanted)", arg=[code, wanted]
    )
    # two computations, 0.3 s until the state is written down, and a busy machine
    assert time.monotonic() - began < 5


def test_the_picture_follows_while_another_cell_is_running(scratch):
    scratch.run(0, start("StepSize"))
    stage = scratch.stage()
    before = pixels(stage)
    scratch.begin(1, "import time\ntime.sleep(6)")
    sliders(stage)[0].focus()
    scratch.page.keyboard.press("End")
    settled(stage)
    assert pixels(stage) != before
    assert scratch.cell(1).locator(".jp-InputPrompt").inner_text() == "[*]:"


def test_a_kernel_that_does_not_answer_is_not_waited_for_in_silence(scratch):
    scratch.run(0, SLOW)
    stage = scratch.stage()
    scratch.run(1, "Slow.seconds = 7")
    sliders(stage)[0].focus()
    scratch.page.keyboard.press("ArrowRight")
    stage.get_by_text("computing").wait_for(timeout=3000)
    stage.get_by_text("The kernel has not answered yet").wait_for(timeout=6000)
    stage.get_by_text("The kernel has not answered yet").wait_for(state="hidden", timeout=9000)


def test_the_dark_theme_of_the_notebook_is_followed(scratch):
    scratch.run(0, start("StepSize"))
    stage = scratch.stage()
    scratch.page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    scratch.page.wait_for_timeout(200)
    assert stage.evaluate("(root) => getComputedStyle(root).backgroundColor") == "rgb(17, 17, 17)"


def test_a_state_is_pasted(scratch):
    scratch.run(0, start("StepSize"))
    stage = scratch.stage()
    set_state(stage, "learning_rate=2 curvature=1 start=1")
    assert value(sliders(stage)[0]) == "2"


# ---- nothing dies silently ----


def test_a_restarted_kernel_leaves_the_picture_and_says_what_to_do(notebook):
    """The picture stays as it was, the controls are at rest, and the cell can be run again."""
    notebook.create(count=1)
    notebook.run(0, start("StepSize"))
    stage = notebook.stage()
    before = pixels(stage)
    notebook.page.locator(".jp-Notebook .jp-InputPrompt").first.click()
    notebook.page.keyboard.press("0")  # twice is JupyterLab's own key for a restart
    notebook.page.keyboard.press("0")
    notebook.page.locator(".jp-Dialog button.jp-mod-warn").click()
    stage.get_by_text("Run this cell again").wait_for()
    assert pixels(stage) == before
    assert all(slider.is_disabled() for slider in sliders(stage))
    played = stage.locator(".bp-player input[type=range]")
    played.focus()
    notebook.page.keyboard.press("Home")
    assert pixels(stage) != before  # its steps need no kernel
    notebook.page.wait_for_selector("#jp-main-statusbar >> text=/\\| Idle/")
    notebook.run(0, start("StepSize"))
    stage = notebook.stage()
    sliders(stage)[0].focus()
    notebook.page.keyboard.press("End")
    settled(stage)


def test_a_saved_page_opened_without_its_kernel_shows_the_picture_as_it_was_left(notebook, lab):
    """Only after the prediction: before it, the question alone is kept."""
    notebook.create(count=1)
    path = notebook.path
    notebook.run(0, start("StepSize"))
    notebook.stage(locked=False)
    kept = notebook.cell(0).locator(".bp-kept")
    assert kept.locator("img").count() == 0
    stage = notebook.stage()
    sliders(stage)[0].focus()
    notebook.page.keyboard.press("End")
    kept.locator("img").wait_for(state="attached")
    assert not kept.is_visible()
    notebook.page.wait_for_timeout(3000)  # until the last one is there
    notebook.save()
    lab.end_kernels(path)
    notebook.page.goto(f"{lab.url}/lab/workspaces/{time.time_ns()}/tree/{path}?token={lab.token}")
    notebook.page.wait_for_selector(".jp-Notebook .jp-Cell")
    output = notebook.cell(0).locator(".jp-Cell-outputWrapper")
    output.get_by_text("Run this cell to answer").wait_for()
    image = output.locator(".bp-kept img")
    image.wait_for()
    assert "it diverges" in image.get_attribute("alt")
    assert "learning_rate=3" in output.inner_text()
    assert "model not found" not in output.inner_text()


def test_a_cell_that_runs_again_closes_what_it_replaces(scratch):
    count = "len(get_ipython().kernel.comm_manager.comms)"
    scratch.run(1, count)
    before = int(scratch.output(1).split()[-1])
    for _ in range(3):
        scratch.run(0, start("StepSize"))
        scratch.stage(locked=False)
    scratch.run(1, count)
    assert int(scratch.output(1).split()[-1]) <= before + 2  # the widget and its layout
