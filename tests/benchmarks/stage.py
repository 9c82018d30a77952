"""From the hand to the picture, in JupyterLab. Run: python -m tests.benchmarks.stage [NAME ...]

Keys, 0.3 s apart: from the slider's event to the first picture of its state, painted; the bars are
40 ms (median) and 80 ms (95th percentile). What is computed in parts draws better ones after it.
Dragging a slider for 4 s, then a handle in the picture: at least 30 pictures a second, and the last
at most 100 ms behind the hand. Beside them, in turn, a widget that only echoes its number: the
least that kernel and page can do here. "hand" is how often what is held has moved: a slider with
few values moves less often, and a busy machine tells the page of fewer moves. "cell" is the time
from running a cell that shows the experiment, in a kernel that has shown another one, until it has
run; its bar is 0.3 s. It has been typed before. "grows" are the pictures a second of a state that
is computed in parts, from its first picture to its last; the bar of Playground is 15.
"""

import math
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from bpcourse import experiments

from ..browser.lab import CHROMIUM, FLAGS, Lab, Notebook

ECHO = '''
import anywidget, traitlets
class Echo(anywidget.AnyWidget):
    _esm = """
    function render({ model, el }) {
      el.innerHTML = '<div class="bp-stage bp-controls"><input type="range" style="width: 300px">' +
                     '<canvas width="300" height="30"></canvas></div>';
      const [root] = el.children, [input, canvas] = root.children;
      root.addEventListener("keydown", (event) => event.stopPropagation());
      input.addEventListener("input", () => model.send({ value: input.valueAsNumber }));
      model.on("msg:custom", ({ value }) => {
        const g = canvas.getContext("2d");
        g.clearRect(0, 0, 300, 30);
        g.fillRect(value * 3, 0, 3, 30);
        root.dataset.drawn = value;
      });
    }
    export default { render };
    """
    def __init__(self):
        super().__init__()
        self.on_msg(lambda _, message, buffers: self.send(message))
Echo()
'''
WATCH = """(root) => {
  window.delays = []; window.events = 0; window.drawn = []; let event = null, answered = null;
  const moved = ({ timeStamp }) => { event = timeStamp; events += 1; };
  root.addEventListener("input", moved, true);
  const held = (move) => root.querySelector(".bp-held") && moved(move);
  root.addEventListener("pointermove", held, true);
  new MutationObserver(() => {
    const mine = event, { asked, drawn: shown } = root.dataset;
    const isOfNow = asked === undefined || asked === shown;  // the echo counts nothing
    requestAnimationFrame(() => {
      const after = new MessageChannel();  // its message comes when the frame is painted
      after.port1.onmessage = () => {
        drawn.push(performance.now());
        if (mine === event && isOfNow && mine !== answered) {
          delays.push(performance.now() - event);
          answered = mine;
        }
        window.behind = performance.now() - event;
      };
      after.port2.postMessage(0);
    });
  }).observe(root, { attributes: true, attributeFilter: ["data-drawn"] });
  window.shown = [];  // better pictures of one state, too
  new MutationObserver(() => shown.push(performance.now()))
    .observe(root, { attributes: true, attributeFilter: ["data-complete"] });
}"""


FEWEST = 5  # pictures of one state, below which it is not said to grow


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def press(page, slider, count=40):
    slider.focus()
    page.evaluate("delays.length = 0")
    for number in range(count):
        page.keyboard.press("ArrowRight" if number % 20 < 10 else "ArrowLeft")
        time.sleep(0.3)
    return page.evaluate("delays")


def drag(page, held, reach, seconds=4):
    """Moves and pictures a second, and by how many milliseconds the last came after the hand."""
    page.evaluate("drawn.length = window.events = 0")
    box = held.bounding_box()
    middle, level = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(middle, level)
    page.mouse.down()
    start = time.monotonic()
    while (now := time.monotonic() - start) < seconds:
        page.mouse.move(middle + reach * math.sin(2 * now), level)
        time.sleep(0.008)  # a mouse reports 125 times a second
    page.mouse.up()
    time.sleep(1)
    moved, drawn = page.evaluate("[events, drawn.length]")
    return moved / seconds, drawn / seconds, page.evaluate("behind")


def grow(page, slider):
    """Pictures a second while one state is computed in parts; None where there are too few."""
    slider.focus()
    page.keyboard.press("Home")  # from there the next key moves it
    for key in ("ArrowRight", "ArrowRight"):  # the first state may have been trained before
        page.evaluate("shown.length = 0")
        page.keyboard.press(key)
        page.wait_for_function("shown.length && performance.now() - shown.at(-1) > 1000")
    count, seconds = page.evaluate("[shown.length - 1, (shown.at(-1) - shown[0]) / 1000]")
    return count / seconds if count >= FEWEST else None


def measure(notebook, names, rounds):
    """For each name, in turn: seconds of its cell, delays of keys, what drags showed, its rates."""
    notebook.page.set_viewport_size({"width": 1280, "height": 800})
    results = {}
    for number in range(1, rounds + 1):
        for name, code in {"(echo)": ECHO, **{n: start(n) for n in names}}.items():
            print(f"round {number} of {rounds}: {name}", file=sys.stderr, flush=True)
            notebook.type(0, code)
            begun = time.monotonic()
            notebook.run(0)
            took = time.monotonic() - begun
            stage = notebook.cell(0).locator(".bp-stage") if name == "(echo)" else notebook.stage()
            stage.evaluate(WATCH)
            stage.evaluate("(root) => root.scrollIntoView({ block: 'center' })")
            slider = notebook.cell(0).locator(".bp-controls input[type=range]").first
            result = results.setdefault(name, ([], [], [], [], []))
            result[0].append(took)
            result[1].extend(press(notebook.page, slider))
            result[2].append(drag(notebook.page, slider, 0.4 * slider.bounding_box()["width"]))
            knob = stage.locator(".bp-knob:visible").first
            if knob.count():
                result[3].append(drag(notebook.page, knob, 60))
            if name != "(echo)":
                result[4].append(grow(notebook.page, slider))
    return results


def start(name):
    """The cell that shows it; the name may have a state, as Playground(steps=3000)."""
    name, bracket, state = name.partition("(")
    return f"from bpcourse.experiments import {name}\n{name}({state if bracket else ')'}"


def main(names, rounds=2):
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        lab = Lab(Path(home))
        try:
            results = measure(Notebook(browser, lab).create(count=1), names, rounds)
        finally:
            lab.end()
    print(f"{'':14}{'cell':>8}{'median':>10}{'95 %':>9}", end="")
    print(
        f"{'hand':>9}{'slider':>8}{'behind':>10}{'hand':>9}{'handle':>8}{'behind':>10}{'grows':>8}"
    )
    for name, (cells, delays, *drags, growing) in results.items():
        middle, most = percentile(delays, 0.5), percentile(delays, 0.95)
        print(f"{name:14}{min(cells):6.2f} s{middle:7.0f} ms{most:6.0f} ms", end="")
        for some in drags:
            if not some:
                print(" " * 27, end="")
                continue
            hand, rate, _ = max(some, key=lambda drag: drag[1])
            behind = percentile([late for _, _, late in some], 0.5)
            print(f"{hand:6.0f} /s{rate:5.0f} /s{behind:7.0f} ms", end="")
        rates = [rate for rate in growing if rate]
        print(f"{min(rates):5.0f} /s" if rates else "")


if __name__ == "__main__":
    main(sys.argv[1:] or [*experiments.modules()])
