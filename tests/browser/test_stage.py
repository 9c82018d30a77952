"""The experiments under the hand: with a mouse, with the keyboard alone, in the dark."""

import re
import time
from itertools import pairwise

import pytest

from bpcourse import experiments
from bpcourse.checking.exercise import find

from .lab import pixels, settled

NUMBER = re.compile(r"\b(nan|inf|NaN|Infinity)\b")
EXPERIMENTS = experiments.__all__
# one that computes at once and one that trains: for what all experiments share
AT_ONCE_AND_IN_SLICES = pytest.mark.parametrize("name", ["StepSize", "DepthMeter"])


def start(name):
    return f"from bpcourse.experiments import {name}\n{name}()"


@pytest.fixture(params=EXPERIMENTS)
def name(request):
    return request.param


@pytest.fixture
def opened(scratch, name):
    scratch.run(0, start(name))
    return scratch


def sliders(stage):
    return stage.locator(".bp-controls input[type=range]").all()


def value(slider):
    return slider.get_attribute("aria-valuetext")


def text(stage):
    return stage.locator(".bp-text").inner_text()


def test_every_control_moves_the_picture_at_both_ends_and_in_between(opened, rng):
    """From the first state: Home, End, and three random ones; no number goes unexplained."""
    stage = opened.stage()
    settled(stage)
    opened.page.wait_for_timeout(400)  # the state is written down when the hand rests
    code = stage.get_by_label("State, to note down or to paste")
    first = code.input_value()
    for slider in sliders(stage):
        code.fill(first)
        opened.page.keyboard.press("Enter")
        settled(stage)
        slider.focus()
        seen, values = set(), set()
        for act in ("Home", "End", *rng.uniform(0.05, 0.95, 3)):
            if isinstance(act, str):
                opened.page.keyboard.press(act)
            else:
                box = slider.bounding_box()  # a longer text above has moved it
                slider.click(position={"x": act * box["width"], "y": box["height"] / 2})
            settled(stage)
            seen.add(pixels(stage))
            values.add(value(slider))
            told = text(stage)
            assert not NUMBER.search(told) or "too large to compute with" in told
        assert len(values) >= 3
        assert len(seen) >= min(4, len(values))


def test_a_drag_moves_the_picture_and_ends_where_the_hand_ends(opened):
    stage = opened.stage()
    slider = sliders(stage)[0]
    before, box = pixels(stage), slider.bounding_box()
    level = box["y"] + box["height"] / 2
    opened.page.mouse.move(box["x"] + box["width"] * 0.4, level)
    opened.page.mouse.down()
    for part in range(40, 80):
        opened.page.mouse.move(box["x"] + box["width"] * part / 100, level)
    opened.page.mouse.up()
    settled(stage)
    code = stage.get_by_label("State, to note down or to paste")
    assert pixels(stage) != before
    opened.page.wait_for_timeout(400)  # the state is written down when the hand rests
    assert value(slider) in code.input_value()


def test_it_is_reached_and_left_with_tab_alone(opened):
    """From the cell on, Tab visits every control in the order in which they stand, and goes on."""
    stage = opened.stage()
    visited = []
    stage.locator("button, input").first.focus()
    for _ in range(40):
        visited.append(
            opened.page.evaluate(
                "document.activeElement.closest('.bp-stage') && document.activeElement.outerHTML"
            )
        )
        opened.page.keyboard.press("Tab")
    assert None in visited
    inside = visited[: visited.index(None)]
    wanted = stage.locator("button:enabled, input:enabled, summary").count()
    radios = stage.locator("input[type=radio]:enabled").count()
    assert len(set(inside)) >= wanted - max(0, radios - 1)


KEYS = {"ArrowRight": 1, "ArrowUp": 1, "ArrowLeft": -1, "ArrowDown": -1, "End": 999, "Home": -999}


def test_a_slider_obeys_the_keyboard_and_the_notebook_does_not(opened):
    stage = opened.stage()
    slider = sliders(stage)[0]
    slider.focus()
    last = int(slider.get_attribute("max"))
    for key, moves in KEYS.items():
        before = int(slider.input_value())
        opened.page.keyboard.press(key)
        assert int(slider.input_value()) == min(max(before + moves, 0), last), key
        assert slider.evaluate("(node) => node === document.activeElement"), key


def test_every_control_has_a_name_and_a_true_value(opened):
    stage = opened.stage()
    for slider in sliders(stage):
        label = stage.locator(f'label[for="{slider.get_attribute("id")}"]').inner_text()
        assert label
        assert stage.get_by_role("slider", name=label, exact=True).count() == 1
        shown = stage.locator(f'output[for="{slider.get_attribute("id")}"]').inner_text()
        assert value(slider) == shown
    for button in stage.get_by_role("button").all():
        assert button.inner_text().strip()
    for canvas in stage.locator(".bp-panel > canvas").all():
        assert canvas.get_attribute("role") == "img"
        assert canvas.get_attribute("aria-label")


def test_controls_are_large_enough_to_hit(opened):
    stage = opened.stage()
    for control in stage.locator("button:visible, input:visible").all():
        box = control.bounding_box()
        target = control.evaluate("(n) => (n.closest('label') ?? n).getBoundingClientRect().height")
        assert max(box["height"], target) >= 24
        assert box["width"] >= 18


def test_nothing_is_shown_before_a_prediction_is_locked_in(scratch):
    scratch.run(0, start("StepSize"))
    stage = scratch.stage(locked=False)
    lock = stage.get_by_role("button", name="Lock in my prediction")
    assert lock.is_disabled()
    assert not stage.locator(".bp-body").is_visible()
    stage.get_by_label("It falls all the way: a larger rate is a faster descent.").focus()
    scratch.page.keyboard.press("Space")
    scratch.page.keyboard.press("Tab")
    scratch.page.keyboard.press("Enter")
    stage.locator(".bp-body").wait_for()
    assert "You predicted: It falls all the way" in stage.locator(".bp-question").inner_text()
    stage.get_by_role("button", name="Compare with what happened").click()
    verdict = stage.locator(".bp-verdict")
    verdict.wait_for()
    assert "What happens: It falls, then it rises" in verdict.inner_text()


def test_play_pause_step_and_scrub(opened):
    stage = opened.stage()
    settled(stage)  # else a better picture of the same state may come in between
    at = stage.get_by_role("slider", name="step", exact=True)
    at.focus()
    opened.page.keyboard.press("Home")
    first = pixels(stage)
    stage.get_by_role("button", name="Play").click()
    opened.page.wait_for_function("(node) => Number(node.value) >= 3", arg=at.element_handle())
    stage.get_by_role("button", name="Pause").click()
    stopped = at.input_value()
    opened.page.wait_for_timeout(500)
    assert at.input_value() == stopped
    assert pixels(stage) != first
    stage.get_by_role("button", name="Step back").click()
    assert int(at.input_value()) == int(stopped) - 1
    stage.get_by_role("button", name="Step", exact=True).click()
    assert at.input_value() == stopped
    opened.page.wait_for_timeout(300)
    assert text(stage).startswith(f"Step {stopped} of")
    at.focus()
    opened.page.keyboard.press("Home")
    assert pixels(stage) == first


@AT_ONCE_AND_IN_SLICES
def test_the_spoken_text_stays_one_node_and_is_calm(opened):
    """A screen reader hears of it at most once in two seconds, from one node that stays."""
    stage = opened.stage()
    stage.evaluate(
        """(root) => {
          window.node = root.querySelector('[role=status].bp-spoken');
          window.spoken = [];
          new MutationObserver(() => window.spoken.push(performance.now()))
            .observe(window.node, { childList: true, characterData: true, subtree: true });
        }"""
    )
    slider = sliders(stage)[0]
    slider.focus()
    for _ in range(40):
        opened.page.keyboard.press("ArrowRight")
        opened.page.wait_for_timeout(100)
    opened.page.wait_for_timeout(2500)
    times = opened.page.evaluate("window.spoken")
    assert times
    assert all(after - before > 1900 for before, after in pairwise(times))
    assert stage.evaluate("(root) => root.querySelector('[role=status].bp-spoken') === window.node")
    assert stage.locator(".bp-spoken").text_content() == text(stage)


def test_a_state_is_pasted_and_a_wrong_one_refused(scratch):
    scratch.run(0, start("StepSize"))
    stage = scratch.stage()
    code = stage.get_by_label("State, to note down or to paste")
    code.fill("learning_rate=2 curvature=1 start=1")
    scratch.page.keyboard.press("Enter")
    scratch.page.wait_for_function(
        "(node) => node.getAttribute('aria-valuetext') === '2'",
        arg=sliders(stage)[0].element_handle(),
    )
    code.fill("learning_rate=fast")
    scratch.page.keyboard.press("Enter")
    refusal = stage.locator(".bp-refusal")
    scratch.page.wait_for_function("(node) => node.textContent", arg=refusal.element_handle())
    assert value(sliders(stage)[0]) == "2"


def test_what_is_being_typed_is_not_written_over(scratch):
    """The state is written down when the hand rests, which may be while another one is typed."""
    scratch.run(0, start("StepSize"))
    stage = scratch.stage()
    settled(stage)
    sliders(stage)[0].focus()
    scratch.page.keyboard.press("ArrowRight")
    code = stage.get_by_label("State, to note down or to paste")
    code.fill("learning_rate=2")
    scratch.page.wait_for_timeout(1000)
    assert code.input_value() == "learning_rate=2"
    scratch.page.keyboard.press("Enter")
    settled(stage)
    scratch.page.wait_for_timeout(400)
    assert code.input_value().startswith("learning_rate=2.0 curvature=")


def test_every_number_of_the_picture_can_be_read(opened):
    stage = opened.stage()
    stage.get_by_text("The numbers in this picture").click()
    tables = stage.locator(".bp-tables > details")
    tables.first.wait_for()
    assert tables.count() >= 3
    for table in tables.all():
        table.locator("summary").click()
        assert table.locator("table, p").first.inner_text()


def test_a_challenge_is_decided_by_code(scratch):
    scratch.run(0, start("StepSize"))
    stage = scratch.stage()
    stage.get_by_label("State, to note down or to paste").fill(
        "learning_rate=0.4 curvature=2.5 start=-2.5"
    )
    scratch.page.keyboard.press("Enter")
    stage.get_by_text("(✓ reached)").wait_for()


def test_the_learners_own_code_can_be_chosen_once_it_passes(scratch):
    scratch.run(0, start("StepSize"))
    stage = scratch.stage()
    scratch.run(1, f"%%exercise gd_step\n{find('gd_step').solution}")
    own = stage.get_by_label("my own gd_step")
    stage.hover()
    scratch.page.wait_for_function("(node) => !node.disabled", arg=own.element_handle())
    own.check()
    scratch.page.wait_for_timeout(500)
    assert stage.locator(".bp-trouble").inner_text() == ""
    assert own.is_checked()


@AT_ONCE_AND_IN_SLICES
def test_a_reloaded_page_finds_the_experiment_as_it_was(opened):
    stage = opened.stage()
    sliders(stage)[0].focus()
    opened.page.keyboard.press("End")
    opened.page.wait_for_timeout(300)
    wanted = value(sliders(stage)[0])
    opened.page.keyboard.press("Control+s")
    opened.page.wait_for_selector(".jp-mod-dirty", state="detached")
    opened.page.reload()
    opened.page.wait_for_selector(".jp-Notebook .jp-Cell")
    stage = opened.stage()
    assert value(sliders(stage)[0]) == wanted


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
    assert time.monotonic() - began < 2


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


# ---- light, dark, forced; narrow ----


def backgrounds(stage):
    return stage.evaluate(
        """(root) => [...root.querySelectorAll('.bp-panel > canvas')].map(
          (canvas) => [...canvas.getContext('2d').getImageData(1, 1, 1, 1).data].slice(0, 3))"""
    )


def test_the_dark_theme_of_the_notebook_is_followed(opened):
    stage = opened.stage()
    assert backgrounds(stage)[0] == [255, 255, 255]
    opened.page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    opened.page.wait_for_timeout(200)
    assert backgrounds(stage)[0] == [17, 17, 17]
    assert stage.evaluate("(root) => getComputedStyle(root).backgroundColor") == "rgb(17, 17, 17)"


def test_forced_colours_are_the_systems(opened):
    opened.page.emulate_media(forced_colors="active", color_scheme="dark")
    stage = opened.stage()
    opened.page.wait_for_timeout(300)
    canvas = stage.evaluate("(root) => getComputedStyle(root).backgroundColor")
    system = opened.page.evaluate(
        "() => { const p = document.createElement('p'); p.style.background = 'Canvas'; "
        "document.body.append(p); const colour = getComputedStyle(p).backgroundColor; "
        "p.remove(); return colour; }"
    )
    assert canvas == system
    ink = backgrounds(stage)[0]
    assert f"rgb({ink[0]}, {ink[1]}, {ink[2]})" == system


def test_it_fits_into_a_narrow_page(opened):
    opened.page.set_viewport_size({"width": 760, "height": 900})
    stage = opened.stage()
    opened.page.wait_for_timeout(300)
    inside = stage.evaluate("(root) => [root.scrollWidth, root.clientWidth]")
    assert inside[0] <= inside[1] + 1
