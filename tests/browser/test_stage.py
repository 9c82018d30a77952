"""The experiments under the hand: a mouse, a finger, the keyboard alone; light and dark.

In a page without Jupyter; what only a notebook can show is in test_stage_in_a_notebook.py.
"""

import re
from itertools import pairwise

import numpy as np
import pytest

from bpcourse import experiments
from bpcourse.experiments.dropout_and_stopping import when_to_stop
from bpcourse.experiments.kept_run import kept
from bpcourse.experiments.stage import Stage

from . import axe
from .lab import pixels, settled

NUMBER = re.compile(r"\b(nan|inf|NaN|Infinity)\b")
EXPERIMENTS = pytest.mark.parametrize("name", [*experiments.modules()], indirect=True)
# for what all experiments share: one that computes at once, one that trains, one with many handles
SOME = pytest.mark.parametrize("name", ["StepSize", "DepthMeter", "FollowWeight"], indirect=True)
QUICK = {"Playground": {"steps": 100}}  # where each state is a training of its own
ONE = pytest.mark.parametrize("name", ["StepSize"], indirect=True)


@pytest.fixture
def name(request):
    return request.param


@pytest.fixture
def bare(show, workspace, name):
    """That experiment in a page."""
    return show(stage_of(name), has_touch=True)


def stage_of(name):
    return lambda send: Stage(getattr(experiments, name)(**QUICK.get(name, {})), send)


@pytest.fixture
def stage(bare):
    """The experiment with its prediction locked in, and its picture drawn."""
    opened(bare)
    return bare.root


def opened(bare):
    bare.root.get_by_role("button", name="I don't know yet").click()
    bare.root.locator(".bp-plot canvas").first.wait_for()
    settled(bare.root)


def sliders(stage):
    return stage.locator(".bp-controls input[type=range]").all()


def brought_into_view(control):
    """The control, with its group opened where it is in another one."""
    control.evaluate(
        """(node) => {
          const panel = node.closest('[role=tabpanel][hidden]');
          if (panel) document.querySelector(`[aria-controls=${panel.id}]`).click();
        }"""
    )
    return control


def knobs(stage):
    return stage.locator(".bp-knob:visible").all()


def value(slider):
    return slider.get_attribute("aria-valuetext")


def text(stage):
    return stage.locator(".bp-text").inner_text()


def state(stage):
    """The state, as it is written down when the hand rests."""
    settled(stage, then=310)
    return stage.get_by_label("State, to note down or to paste").input_value()


def set_state(stage, code):
    field = stage.get_by_label("State, to note down or to paste")
    if not field.is_visible():
        stage.get_by_role("button", name="State").click()
    field.fill(code)
    stage.page.keyboard.press("Enter")
    settled(stage)


def middle(element):
    box = element.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


# ---- every experiment: nothing breaks, nothing is hidden ----


@EXPERIMENTS
def test_every_control_moves_the_picture_at_both_ends(stage):
    """From the first state: Home, End and one in between; no number goes unexplained."""
    stage.get_by_role("button", name="State").click()
    first = state(stage)
    for slider in sliders(stage):
        set_state(stage, first)
        brought_into_view(slider).focus()
        seen, values = set(), set()
        for key in ("Home", "End", "PageDown"):
            stage.page.keyboard.press(key)
            settled(stage)
            seen.add(pixels(stage))
            values.add(value(slider))
            told = text(stage)
            assert not NUMBER.search(told) or "too large to compute with" in told
        assert len(seen) == len(values)
    for option in stage.locator(".bp-controls .bp-choice").all():
        brought_into_view(option).click()
        settled(stage)
        assert option.locator("input").is_checked()
    played(stage)


def played(stage):
    """All its steps can be gone through, where it has any."""
    at = stage.locator(".bp-player input")
    if not at.is_visible():
        return
    at.focus()
    for key in ("Home", "End"):
        stage.page.keyboard.press(key)
        stage.page.wait_for_timeout(100)
        assert len(text(stage)) >= 20


@EXPERIMENTS
def test_a_picture_that_comes_late_fills_its_panels(bare):
    """The page has drawn the open experiment before its first picture comes."""
    bare.page.evaluate("window.slow = 100")
    opened(bare)
    bare.page.wait_for_timeout(100)
    gaps = bare.root.evaluate(
        """(root) => [...root.querySelectorAll('.bp-plot > canvas')].map((canvas) =>
          Math.abs(canvas.getBoundingClientRect().height - canvas.parentNode.clientHeight))"""
    )
    assert max(gaps) < 1
    assert knobs(bare.root)


@EXPERIMENTS
def test_the_hand_in_the_picture_moves_it(stage):
    """Every handle can be dragged, shows its value beside it, and the state follows."""
    for index, knob in enumerate(knobs(stage)):
        before, drawn = state(stage), pixels(stage)
        x, y = middle(knob)
        stage.page.mouse.move(x, y)
        cursor = knob.evaluate("(node) => node.closest('.bp-plot').style.cursor")
        assert cursor in ("move", "grab", "ew-resize", "ns-resize")
        stage.page.mouse.down()
        for part in range(1, 9):
            stage.page.mouse.move(x + 4 * part, y + 3 * part)
        told = stage.locator(".bp-readout:visible").inner_text()
        assert told == f"{knob.get_attribute('aria-label')}: {value(knob)}"
        stage.page.mouse.up()
        assert (state(stage), pixels(stage)) != (before, drawn), f"handle {index} moves nothing"


@EXPERIMENTS
def test_every_handle_is_a_slider_for_the_keyboard(stage):
    """It has a name, a value and a range; the arrow keys move it, and it keeps the focus."""
    names = [knob.get_attribute("aria-label") for knob in knobs(stage)]
    assert len(set(names)) == len(names) > 0
    for knob in knobs(stage):
        knob.focus()
        assert stage.get_by_role("slider", name=names[0], exact=True).count() == 1
        low, now, high = (
            float(knob.get_attribute(f"aria-value{k}")) for k in ("min", "now", "max")
        )
        assert low <= now <= high
        seen = {value(knob)}
        for key in ("ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "ArrowLeft"):
            stage.page.keyboard.press(key)
            seen.add(value(knob))
        assert len(seen) >= 3
        assert knob.evaluate("(node) => node === document.activeElement")
        assert value(knob) in stage.locator(".bp-readout:visible").inner_text()


# what a notebook leaves at 1280 × 800 with its side bar open, and at 1024 × 700 with it shut
SCREENS = {830: 560, 840: 540}


@EXPERIMENTS
def test_it_fits_into_every_width_and_on_one_screen(bare):
    """Nothing is scrolled sideways and nothing lies on another; the controls are under the picture
    where it is narrow; on a screen of the usual size picture and controls are in view together.
    """
    opened(bare)
    for width in (320, 470, 700, *SCREENS, 1100):
        bare.page.set_viewport_size({"width": width + 16, "height": 700})
        bare.page.evaluate("() => new Promise((done) => setTimeout(done, 50))")
        outside = bare.root.evaluate(
            """(root) => [...root.querySelectorAll('*')]
              .filter((node) => node.checkVisibility() && !node.closest('.bp-plot, .bp-spoken, svg')
                && node.getBoundingClientRect().right > root.getBoundingClientRect().right + 1)
              .map((node) => node.outerHTML.slice(0, 99))"""
        )
        assert outside == [], width
        picture = bare.root.locator(".bp-panels").bounding_box()
        controls = bare.root.locator(".bp-controls").bounding_box()
        is_under = controls["y"] >= picture["y"] + picture["height"] - 1
        assert is_under == (width < 720), width
        if width in SCREENS:
            for tab in bare.root.get_by_role("tab").all():
                tab.click()
                fits_on_one_screen(bare.root, SCREENS[width])
            fits_on_one_screen(bare.root, SCREENS[width])


def fits_on_one_screen(root, height):
    assert root.bounding_box()["height"] <= height
    boxes = [part.bounding_box() for part in root.locator(".bp-body > *:visible").all()]
    assert all(a["y"] + a["height"] <= b["y"] + 1 for a, b in pairwise(boxes))
    assert root.evaluate("(root) => root.scrollWidth <= root.clientWidth + 1")
    title = root.locator(".bp-challenge")
    assert title.count() == 0 or title.bounding_box()["height"] <= 26


@EXPERIMENTS
def test_nothing_jumps_when_it_plays_or_when_a_control_moves(stage):
    """Every part stays where it is, whatever is said."""
    parts = ".bp-body > *, .bp-panel, .bp-plot, .bp-key li"
    places = f"""(root) => [...root.querySelectorAll('{parts}')]
      .map((node) => node.getBoundingClientRect()).map((box) => [box.x, box.y, box.width]).join()"""
    before = stage.evaluate(places)
    play = stage.get_by_role("button", name="Play")
    if play.count():
        play.click()
        for _ in range(6):
            stage.page.wait_for_timeout(150)
            assert stage.evaluate(places) == before
    sliders(stage)[0].focus()
    for key in ("End", "Home"):
        stage.page.keyboard.press(key)
        settled(stage)
        assert stage.evaluate(places) == before


@EXPERIMENTS
def test_axe_finds_nothing(bare):
    """Before the prediction, after it, and with everything opened that is folded; in the dark theme
    what depends on colours.
    """
    bare.page.emulate_media(reduced_motion="reduce")  # no colour fades, and nothing appears slowly

    def findings():
        return axe.findings(bare.page)[0] + of_the_dark_theme()

    def of_the_dark_theme():
        bare.page.emulate_media(color_scheme="dark")
        bare.page.wait_for_timeout(30)
        found = axe.findings(bare.page, axe.OF_COLOURS)[0]
        bare.page.emulate_media(color_scheme="light")
        bare.page.wait_for_timeout(30)
        return found

    assert findings() == []
    opened(bare)
    bare.root.get_by_role("button", name="Compare").click()
    bare.root.locator(".bp-verdict").wait_for()
    for fold in bare.root.locator(".bp-folds-row button").all():
        fold.click()
        assert axe.findings(bare.page)[0] == []
    bare.root.locator(".bp-tables summary").first.click()
    assert findings() == []


# ---- the hand ----


@ONE
def test_a_finger_drags_too(stage):
    """By touch, as the browser tells it."""
    [knob, *_] = knobs(stage)
    before, (x, y) = value(knob), middle(knob)
    session = stage.page.context.new_cdp_session(stage.page)

    def touch(kind, points):
        places = [{"x": px, "y": py} for px, py in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", [(x + 8, y + 6)])
    for part in range(1, 10):
        touch("touchMove", [(x + 8 * part, y)])
    touch("touchEnd", [])
    settled(stage)
    assert value(knob) != before
    assert value(sliders(stage)[2]) == value(knob)


@ONE
def test_a_handle_and_its_slider_are_one_control(stage):
    slider, knob = sliders(stage)[2], knobs(stage)[0]
    slider.focus()
    stage.page.keyboard.press("End")
    settled(stage)
    assert value(knob) == value(slider) == "3"
    knob.focus()
    stage.page.keyboard.press("Home")
    assert value(knob) == value(slider) == "−3"
    stage.page.keyboard.press("PageUp")
    assert value(slider) == "−2.5"


@pytest.mark.parametrize("name", ["FollowWeight"], indirect=True)
def test_page_up_and_down_go_from_place_to_place(stage):
    set_state(stage, "weight=W1[0,0] samples=3")
    samples = [knob for knob in knobs(stage) if knob.get_attribute("aria-label")[:6] == "sample"]
    names = [knob.get_attribute("aria-label") for knob in samples]
    assert names == ["sample 1", "sample 2", "sample 3"]
    samples[0].focus()
    focused = "document.activeElement.getAttribute('aria-label')"
    told = []
    for key in ("PageUp", "PageUp", "PageDown"):
        stage.page.keyboard.press(key)
        told.append(stage.page.evaluate(focused))
    assert told == ["sample 2", "sample 3", "sample 2"]


@pytest.mark.parametrize("name", ["LongValley"], indirect=True)
def test_the_knob_is_where_the_hand_is(stage):
    """And the picture's path begins there."""
    [knob, *_] = knobs(stage)
    x, y = middle(knob)
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    for part in range(1, 11):
        stage.page.mouse.move(x - 9 * part, y - 3 * part)
        at = middle(knob)
        assert np.hypot(at[0] - x + 9 * part, at[1] - y + 3 * part) < 5
    stage.page.mouse.up()


HOVERED = [
    ("StepSize", 0, r"^weight w −?[\d.]+, loss [\d.]+$"),
    ("LongValley", 0, r"^loss: [\d.]+$"),
    ("LongValley", 1, r"^step \d+, loss .*$|^the goal: loss .*$"),
    ("ErrorFlow", 1, r"^training step \d+, worst at the top \d+: [\d.]+$"),
    ("DepthMeter", 0, r"^layer.* \d+, length [\d.]+"),
    ("FollowWeight", 1, r"^product \d+, sum −?[\d.]+|^dW: sum .*$"),
]


@pytest.mark.parametrize(("name", "panel", "told"), HOVERED, indirect=["name"])
def test_the_value_under_the_pointer_is_shown_beside_it(stage, panel, told):
    """Somewhere in the panel there is something to be read, and outside there is not."""
    at = stage.locator(".bp-player input[type=range]")
    at.focus()
    stage.page.keyboard.press("End")
    plot = stage.locator(".bp-plot").nth(panel)
    box, readout = plot.bounding_box(), plot.locator(".bp-readout")
    seen = set()
    for part in np.linspace(0.15, 0.85, 15):
        for level in (0.3, 0.5, 0.7):
            stage.page.mouse.move(box["x"] + part * box["width"], box["y"] + level * box["height"])
            if readout.is_visible():
                seen.add(readout.inner_text())
                inside = readout.bounding_box()
                assert inside["x"] >= box["x"] - 1
                assert inside["x"] + inside["width"] <= box["x"] + box["width"] + 1
    assert any(re.search(told, one) for one in seen), seen
    stage.page.mouse.move(1, 1)
    assert not readout.is_visible()


@pytest.mark.parametrize("name", ["DepthMeter"], indirect=True)
def test_the_bar_of_colours_points_at_the_value(stage):
    """The pointer at the bar is higher where the value is larger."""
    stage.locator(".bp-player input[type=range]").focus()
    stage.page.keyboard.press("End")
    set_state(stage, "depth=10")
    plot = stage.locator(".bp-plot").nth(1)
    box, heights = plot.bounding_box(), []
    for level in (0.25, 0.7):  # the last layer, with the longer gradient, is above
        stage.page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + level * box["height"])
        heights.append(plot.locator(".bp-pointer").bounding_box()["y"])
    assert heights[0] < heights[1] - 5


# ---- the keyboard ----


@SOME
def test_it_is_reached_and_left_with_tab_alone(stage):
    """From the first button on, Tab visits every control in the order in which they stand."""
    stage.locator("button:enabled").first.focus()
    visited = []
    for _ in range(40):
        visited.append(
            stage.page.evaluate(
                "document.activeElement.closest('.bp-stage') && document.activeElement.outerHTML"
            )
        )
        stage.page.keyboard.press("Tab")
    assert None in visited
    inside = visited[: visited.index(None)]
    everything = "button:enabled:visible, input:enabled:visible, .bp-knob:visible"
    wanted = stage.locator(everything).count()
    radios = stage.locator("input[type=radio]:enabled").count()
    switches = stage.locator(".bp-controls fieldset").count()
    assert len(set(inside)) >= wanted - radios + switches


KEYS = {"ArrowRight": 1, "ArrowUp": 1, "ArrowLeft": -1, "ArrowDown": -1, "End": 999, "Home": -999}


@ONE
def test_a_slider_obeys_the_keyboard(stage):
    slider = sliders(stage)[0]
    slider.focus()
    last = int(slider.get_attribute("max"))
    for key, moves in KEYS.items():
        before = int(slider.input_value())
        stage.page.keyboard.press(key)
        assert int(slider.input_value()) == min(max(before + moves, 0), last), key


@SOME
def test_every_control_has_a_name_and_a_true_value(stage):
    for slider in sliders(stage):
        label = stage.locator(f'label[for="{slider.get_attribute("id")}"]').inner_text()
        assert label
        assert stage.get_by_role("slider", name=label, exact=True).count() == 1
        shown = stage.locator(f'output[for="{slider.get_attribute("id")}"]').inner_text()
        assert value(slider) == shown
    for button in stage.get_by_role("button").all():
        assert button.get_attribute("aria-label") or button.inner_text().strip()
    for canvas in stage.locator(".bp-plot > canvas").all():
        assert canvas.get_attribute("role") == "img"
        assert canvas.get_attribute("aria-label")


@SOME
def test_controls_are_large_enough_to_hit(stage):
    for control in stage.locator("button:visible, input:visible").all():
        box = control.bounding_box()
        target = control.evaluate("(n) => (n.closest('label') ?? n).getBoundingClientRect().height")
        assert max(box["height"], target) >= 24
        assert box["width"] >= 18


# ---- prediction, player, words ----


@ONE
def test_nothing_is_shown_before_a_prediction_is_locked_in(bare):
    stage = bare.root
    lock = stage.get_by_role("button", name="Lock in my prediction")
    assert lock.is_disabled()
    assert not stage.locator(".bp-body").is_visible()
    stage.get_by_label("It falls all the way: a larger rate is a faster descent.").focus()
    bare.page.keyboard.press("Space")
    bare.page.keyboard.press("Tab")
    bare.page.keyboard.press("Enter")
    stage.locator(".bp-body").wait_for()
    assert "You predicted: It falls all the way" in stage.locator(".bp-question").inner_text()
    assert stage.locator(".bp-question").bounding_box()["height"] <= 40  # one line
    stage.get_by_role("button", name="Compare").click()
    stage.locator(".bp-verdict").wait_for()
    assert "It falls, then it rises" in stage.locator(".bp-verdict").inner_text()


@SOME
def test_play_pause_step_and_scrub(stage):
    at = stage.locator(".bp-player input")
    at.focus()
    stage.page.keyboard.press("Home")
    first = pixels(stage)
    stage.get_by_role("button", name="Play").click()
    stage.page.wait_for_function("(node) => Number(node.value) >= 2", arg=at.element_handle())
    stage.get_by_role("button", name="Pause").click()
    stopped = at.input_value()
    stage.page.wait_for_timeout(500)
    assert at.input_value() == stopped
    assert pixels(stage) != first
    there = text(stage)
    stage.get_by_role("button", name="previous").click()
    assert int(at.input_value()) == int(stopped) - 1
    stage.get_by_role("button", name="next").click()
    assert at.input_value() == stopped
    stage.page.wait_for_timeout(300)
    assert text(stage) == there
    at.focus()
    stage.page.keyboard.press("Home")
    assert pixels(stage) == first


@pytest.mark.parametrize(
    ("name", "counts", "told"),
    [
        ("StepSize", "step", "40 of 40"),
        ("DepthMeter", "training step", "200 of 200"),
        ("FollowWeight", "product", "3 of 3"),
    ],
    indirect=["name"],
)
def test_the_player_counts_what_the_text_counts(stage, counts, told):
    at = stage.get_by_role("slider", name=counts, exact=True)
    at.focus()
    stage.page.keyboard.press("End")
    settled(stage)
    assert value(at) == stage.locator(".bp-player output").inner_text() == told
    assert told in text(stage)
    stage.get_by_role("button", name=f"previous {counts}").click()
    assert value(at) != told


@pytest.mark.parametrize("name", ["FitByHand"], indirect=True)
def test_a_handle_shows_where_it_has_been(stage):
    """There and back again: the same state, and another picture."""
    first, panel = state(stage), stage.get_by_role("img", name="Loss over w and b").first
    before = panel.evaluate("(canvas) => canvas.toDataURL()")
    sliders(stage)[0].focus()
    for key in ("PageUp", "PageUp", "PageDown", "PageDown"):
        stage.page.keyboard.press(key)
        settled(stage)
    assert state(stage) == first
    after = panel.evaluate("(canvas) => canvas.toDataURL()")
    assert after != before
    stage.locator(".bp-choice", has_text="hidden").click()  # another panel is made anew
    settled(stage)
    assert panel.evaluate("(canvas) => canvas.toDataURL()") == after


@SOME
def test_who_asked_for_less_motion_gets_less(bare):
    bare.page.emulate_media(reduced_motion="reduce")
    opened(bare)
    moving = bare.root.evaluate(
        """(root) => [...root.querySelectorAll('*')].filter((node) => { const s =
          getComputedStyle(node); return s.transitionDuration !== '0s' && s.transitionProperty !==
          'none' && s.transitionDuration !== ''; }).length"""
    )
    assert moving == 0


@SOME
def test_the_spoken_text_stays_one_node_and_is_calm(stage):
    """A screen reader hears of it at most once in two seconds, from one node that stays."""
    stage.evaluate(
        """(root) => {
          window.node = root.querySelector('p[role=status].bp-spoken');
          window.spoken = [];
          new MutationObserver(() => window.spoken.push(performance.now()))
            .observe(window.node, { childList: true, characterData: true, subtree: true });
        }"""
    )
    slider = sliders(stage)[0]
    slider.focus()
    for _ in range(25):
        stage.page.keyboard.press("ArrowRight")
        stage.page.wait_for_timeout(100)
    settled(stage)
    stage.page.wait_for_timeout(2500)
    times = stage.page.evaluate("window.spoken")
    assert times
    assert all(after - before > 1900 for before, after in pairwise(times))
    here = "(root) => root.querySelector('p[role=status].bp-spoken') === window.node"
    assert stage.evaluate(here)
    assert stage.locator("p.bp-spoken").first.text_content() == text(stage)


# ---- what is folded away; the challenge ----


@ONE
def test_a_state_is_pasted_and_a_wrong_one_refused(stage):
    set_state(stage, "learning_rate=2 curvature=1 start=1")
    assert value(sliders(stage)[0]) == "2"
    set_state(stage, "learning_rate=fast")
    refusal = stage.locator(".bp-folded .bp-refusal")
    stage.page.wait_for_function("(node) => node.textContent", arg=refusal.element_handle())
    assert value(sliders(stage)[0]) == "2"


@pytest.mark.parametrize("name", ["Clinic"], indirect=True)
def test_what_belongs_to_another_value_begins_anew(stage):
    set_state(stage, "patient=A asked=sizes moment=25 cause=healthy cure=rate-0.1")
    stage.get_by_role("slider", name="patient").focus()
    stage.page.keyboard.press("ArrowRight")
    assert state(stage) == "patient=B asked=loss moment=25 cause=none cure=none round=0"
    set_state(stage, "patient=A asked=sizes")
    stage.get_by_role("button", name="new patients").click()
    assert "asked=loss" in state(stage)


@ONE
def test_what_is_being_typed_is_not_written_over(stage):
    """The state is written down when the hand rests, which may be while another one is typed."""
    stage.get_by_role("button", name="State").click()
    sliders(stage)[0].focus()
    stage.page.keyboard.press("ArrowRight")
    code = stage.get_by_label("State, to note down or to paste")
    code.fill("learning_rate=2")
    stage.page.wait_for_timeout(1000)
    assert code.input_value() == "learning_rate=2"
    stage.page.keyboard.press("Enter")
    assert state(stage).startswith("learning_rate=2.0 curvature=")


@EXPERIMENTS
def test_every_number_of_the_picture_can_be_read(stage):
    stage.get_by_role("button", name="Numbers").click()
    tables = stage.locator(".bp-tables > details")
    tables.first.wait_for()
    assert tables.count() >= 3
    for table in tables.all():
        table.locator("summary").click()
        assert table.locator("table, p").first.inner_text()


@pytest.mark.parametrize("name", ["AllAlike"])  # of which several marks have one name
def test_an_open_table_stays_open_and_no_other_opens_with_it(stage):
    stage.get_by_role("button", name="Numbers").click()
    tables = stage.locator(".bp-tables > details")
    names = tables.locator("summary").all_inner_texts()
    assert len(set(names)) == len(names)
    tables.nth(2).locator("summary").click()
    sliders(stage)[0].focus()
    stage.page.keyboard.press("ArrowRight")
    settled(stage)
    stage.page.wait_for_timeout(500)  # the tables follow when the hand rests
    assert tables.evaluate_all("(all) => all.map((one) => one.open)").index(True) == 2
    assert tables.evaluate_all("(all) => all.filter((one) => one.open).length") == 1


@ONE
def test_a_challenge_is_decided_by_code_and_seen(stage):
    line = stage.locator(".bp-challenge")
    before = line.evaluate("(node) => getComputedStyle(node).backgroundColor")
    set_state(stage, "learning_rate=0.4 curvature=2.5 start=-2.5")
    stage.get_by_text("Challenge met:").wait_for()
    assert line.evaluate("(node) => getComputedStyle(node).backgroundColor") != before
    set_state(stage, "learning_rate=0.1")
    stage.get_by_text("Challenge, met before:").wait_for()


@pytest.mark.parametrize("name", ["Clinic"], indirect=True)
def test_a_challenge_of_several_states_counts_them_in_its_line(stage):
    """On one line in the end, too."""
    line, challenge = stage.locator(".bp-challenge"), experiments.Clinic.challenge
    for number, values in enumerate([*challenge.before, challenge.example], start=1):
        assert "Challenge met" not in line.inner_text()
        set_state(stage, " ".join(f"{name}={value}" for name, value in values.items()))
        line.locator("b", has_text=f"{number} of 6: ").wait_for()
    stage.get_by_text("Challenge met:").wait_for()
    assert line.bounding_box()["height"] <= 26


# ---- light, dark, forced; sharp ----


def backgrounds(stage):
    return stage.evaluate(
        """(root) => [...root.querySelectorAll('.bp-plot > canvas')].map(
          (canvas) => [...canvas.getContext('2d').getImageData(1, 1, 1, 1).data].slice(0, 3))"""
    )


@SOME
def test_the_dark_theme_is_followed(stage):
    assert {tuple(colour) for colour in backgrounds(stage)} == {(255, 255, 255)}
    stage.page.emulate_media(color_scheme="dark")
    stage.page.wait_for_timeout(200)
    assert {tuple(colour) for colour in backgrounds(stage)} == {(17, 17, 17)}
    assert stage.evaluate("(root) => getComputedStyle(root).backgroundColor") == "rgb(17, 17, 17)"
    stage.page.evaluate(
        "document.documentElement.dataset.theme = 'light'"
    )  # the page's own is nearer
    stage.page.wait_for_timeout(200)
    assert {tuple(colour) for colour in backgrounds(stage)} == {(255, 255, 255)}


@SOME
def test_forced_colours_are_the_systems(stage):
    stage.page.emulate_media(forced_colors="active", color_scheme="dark")
    stage.page.wait_for_timeout(300)
    canvas = stage.evaluate("(root) => getComputedStyle(root).backgroundColor")
    system = stage.page.evaluate(
        "() => { const p = document.createElement('p'); p.style.background = 'Canvas'; "
        "document.body.append(p); const colour = getComputedStyle(p).backgroundColor; "
        "p.remove(); return colour; }"
    )
    assert canvas == system
    ink = backgrounds(stage)[0]
    assert f"rgb({ink[0]}, {ink[1]}, {ink[2]})" == system


@SOME
@pytest.mark.parametrize("zoom", [1, 1.25, 1.5, 1.75, 2])
def test_no_hairline_stands_beside_a_canvas(show, workspace, name, zoom):
    """The last pixels of every canvas are paper, at each zoom, and it fills its place."""
    bare = show(stage_of(name), width=813, zoom=zoom)
    opened(bare)
    for theme, paper in (("light", "255,255,255"), ("dark", "17,17,17")):
        bare.page.emulate_media(color_scheme=theme)
        settled(bare.root)
        edges = bare.root.evaluate(
            """(root) => [...root.querySelectorAll('.bp-plot > canvas')].flatMap((canvas) => {
              const g = canvas.getContext('2d'), { width: w, height: h } = canvas;
              return [[w - 1, 0], [w - 1, h >> 1], [w - 1, h - 1], [w >> 1, 0]].map(([x, y]) =>
                [...g.getImageData(x, y, 1, 1).data].slice(0, 3).join());
            })"""
        )
        assert set(edges) == {paper}
        gaps = bare.root.evaluate(
            """(root) => [...root.querySelectorAll('.bp-plot > canvas')].map((canvas) =>
              Math.abs(canvas.getBoundingClientRect().width - canvas.parentNode.clientWidth))"""
        )
        assert max(gaps) < 1


@ONE
def test_it_is_taken_out_of_the_page_again(bare):
    """Another carrier, and no widget anywhere: the page's end closes, and nothing stays."""
    opened(bare)
    bare.page.evaluate("close_part()")
    assert bare.root.count() == 0


@pytest.mark.parametrize("name", ["DepthMeter"], indirect=True)
def test_a_page_that_is_loaded_anew_goes_on_where_the_kernel_is(bare):
    """The kernel has counted the states that the page before it has asked for."""
    opened(bare)
    end = bare.end
    for key in ("ArrowLeft", "ArrowRight", "ArrowLeft"):
        sliders(bare.root)[0].press(key)
        settled(bare.root)
    before = end.n
    assert before > 1

    def as_it_was(send):
        end.send = send
        return end

    bare.show(as_it_was)
    settled(bare.root)
    sliders(bare.root)[0].press("ArrowRight")
    settled(bare.root)
    assert end.n == before + 1
    assert bare.root.get_attribute("data-complete") == "true"
    assert bare.root.locator(".bp-head").inner_text().strip().endswith("?")  # nothing is awaited
    assert bare.troubles == []


MOVES_DURING_THE_FIRST_BETTER_PICTURE = """(stage) => new Promise((done) => {
  const slider = stage.querySelector(".bp-controls input[type=range]");
  const { send, onmessage } = channel, came = {}, rests = {};
  let moves = 0;
  const move = () => {
    slider.stepDown();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    moves += 1;
  };
  const more = () => {
    move();
    setTimeout(moves < 4 ? more : () => done(rests), moves < 4 ? 120 : 1000);
  };
  channel.onmessage = (text, buffers) => {
    came[JSON.parse(text).n] ??= performance.now();
    onmessage(text, buffers);
  };
  channel.send = (text) => {
    const { kind, n } = JSON.parse(text);
    if (kind === "better") rests[n] ??= performance.now() - came[n];
    send(text);
    if (moves === 1 && kind === "better") more();
  };
  move();
})"""


@pytest.mark.parametrize("name", ["WhenToStop"], indirect=True)
def test_a_better_picture_that_comes_late_is_not_taken_for_a_hand_at_rest(bare, monkeypatch):
    """Of each state a better picture is asked for when the hand has rested, and not before."""
    opened(bare)
    # nothing is known of any state, so that each is computed in parts
    monkeypatch.setattr(when_to_stop, "training", kept(when_to_stop.Training))
    rests = bare.root.evaluate(MOVES_DURING_THE_FIRST_BETTER_PICTURE)
    settled(bare.root)
    assert len(rests) >= 2
    assert min(rests.values()) > 150  # milliseconds: REST in link.js is 160


@ONE
def test_the_text_of_a_state_brings_it_back_also_before_the_hand_has_rested(stage):
    """The text is written anew when the hand rests; until then it is that of the state before."""
    before = state(stage)
    start = value(sliders(stage)[0])
    sliders(stage)[0].press("ArrowRight")
    set_state(stage, before)
    assert value(sliders(stage)[0]) == start


# ---- what is typed ----

STEPPER = pytest.mark.parametrize("name", ["GraphStepper"], indirect=True)


@STEPPER
def test_a_formula_that_is_typed_is_drawn_and_what_is_none_is_told(stage):
    field = stage.get_by_role("textbox", name="or one of your own")
    field.focus()
    before = pixels(stage)
    stage.page.keyboard.type("tanh(a * a)")
    stage.page.keyboard.press("Enter")
    settled(stage)
    drawn = pixels(stage)
    assert drawn != before
    assert "own=tanh(a*a)" in state(stage)
    field.fill("a b")
    field.press("Enter")
    settled(stage)
    assert "cannot be read" in text(stage)
    assert field.input_value() == "a b"  # what was typed stays, to be mended
    field.fill("")
    field.press("Enter")
    settled(stage)
    assert pixels(stage) == before


@STEPPER
def test_a_text_takes_no_more_characters_than_it_may(stage):
    field = stage.get_by_role("textbox", name="or one of your own")
    field.focus()
    stage.page.keyboard.type("a+" * 40)
    assert len(field.input_value()) == 60


@STEPPER
def test_a_slope_is_typed_before_it_is_shown_and_the_blank_is_empty_again_at_the_next_step(stage):
    for _ in range(3):  # two values, and then the result has its grad
        stage.get_by_role("button", name="next step").click()
    blank = stage.get_by_role("textbox", name="slope at the ?")
    blank.fill("5")
    blank.press("Enter")
    settled(stage)
    assert "You typed 5, but that is not" in text(stage)
    blank.fill("1")
    blank.press("Enter")
    settled(stage)
    assert "You typed 1: right" in text(stage)
    stage.get_by_role("button", name="next step").click()
    settled(stage)
    assert blank.input_value() == ""
    assert "Back from" in text(stage)
    stage.get_by_role("button", name="previous step").click()
    settled(stage)
    assert "Next: the slope" in text(stage)


# ---- groups of controls, and points of one's own ----

PLAYGROUND = pytest.mark.parametrize("name", ["Playground"], indirect=True)


def own_points(stage):
    return [
        knob.get_attribute("aria-label")
        for knob in knobs(stage)
        if knob.get_attribute("aria-label").startswith("own point")
    ]


@PLAYGROUND
def test_one_group_of_controls_is_in_view_and_the_arrow_keys_go_from_one_to_the_next(stage):
    tabs = stage.get_by_role("tab").all()
    labels = [tab.inner_text() for tab in tabs]
    tabs[0].focus()
    for k in (1, 2, 3, 4, 0):
        stage.page.keyboard.press("ArrowRight")
        assert tabs[k].evaluate("(node) => node === document.activeElement")
        assert tabs[k].get_attribute("aria-selected") == "true"
        [panel] = stage.locator("[role=tabpanel]:visible").all()
        assert panel.get_attribute("aria-label") == labels[k]
    stage.page.keyboard.press("End")
    assert tabs[-1].get_attribute("aria-selected") == "true"
    stage.page.keyboard.press("Tab")  # the others are passed over
    assert stage.page.evaluate("document.activeElement.type") == "range"


@PLAYGROUND
def test_a_click_in_the_picture_sets_a_point_and_another_one_removes_it(stage):
    stage.get_by_role("tab", name="Own").click()
    box = stage.locator(".bp-plot").first.bounding_box()
    x, y = box["x"] + 0.4 * box["width"], box["y"] + 0.2 * box["height"]
    stage.page.mouse.click(x, y)
    assert own_points(stage) == ["own point 1, class A"]
    stage.get_by_role("radio", name="class B").check()
    stage.page.mouse.click(x + 60, y)
    settled(stage)
    assert own_points(stage) == ["own point 1, class A", "own point 2, class B"]
    assert "of 152 learned" in text(stage)
    stage.page.mouse.click(x, y)  # with the other pen it changes its class
    assert own_points(stage)[0] == "own point 1, class B"
    before = state(stage)
    stage.page.mouse.move(x, y)
    stage.page.mouse.down()
    stage.page.mouse.move(x + 8, y + 30)
    stage.page.mouse.up()
    assert len(own_points(stage)) == 2
    assert state(stage) != before
    stage.get_by_role("radio", name="remove").check()
    stage.page.mouse.click(x + 8, y + 30)
    stage.page.mouse.click(x + 20, y + 100)  # where none is
    settled(stage)
    assert own_points(stage) == ["own point 1, class B"]
    assert "of 151 learned" in text(stage)
    stage.get_by_role("radio", name="class B").check()
    stage.get_by_role("tab", name="Net").click()
    stage.page.mouse.click(x + 20, y + 100)  # the pen is not in view
    assert len(own_points(stage)) == 1
    stage.get_by_role("tab", name="Own").click()
    stage.get_by_role("button", name="remove all").click()
    settled(stage)
    assert own_points(stage) == []


@PLAYGROUND
def test_points_are_set_moved_and_removed_with_the_keyboard_alone(stage):
    stage.get_by_role("tab", name="Own").focus()
    stage.page.keyboard.press("Enter")
    stage.get_by_role("button", name="add one").focus()
    for _ in range(3):
        stage.page.keyboard.press("Enter")
    settled(stage)
    assert len(own_points(stage)) == 3
    focused = "document.activeElement.getAttribute('aria-label')"
    stage.get_by_role("slider", name="own point 2, class A").focus()
    before = state(stage)
    stage.page.keyboard.press("ArrowUp")
    assert state(stage) != before
    stage.page.keyboard.press("Enter")
    assert stage.page.evaluate(focused) == "own point 2, class B"
    stage.page.keyboard.press("Delete")
    settled(stage)
    assert own_points(stage) == ["own point 1, class A", "own point 2, class A"]
    assert stage.page.evaluate(focused) == "own point 2, class A"
    stage.page.keyboard.press("Backspace")
    stage.page.keyboard.press("Backspace")
    settled(stage)
    assert own_points(stage) == []


@PLAYGROUND
def test_points_of_ones_own_are_in_the_state_and_come_back(stage):
    set_state(stage, "points=none own=0.5,0.5,1;-0.5,0.25,0")
    assert own_points(stage) == ["own point 1, class B", "own point 2, class A"]
    assert "of 2 learned points" in text(stage)
    set_state(stage, "points=circles own=1,1")
    assert "needs points like" in stage.locator(".bp-refusal").inner_text()
