"""From the hand to the picture, in JupyterLab. Run: python -m tests.benchmarks.stage [NAME ...]

Keys, 0.3 s apart: from the slider's event to the painted picture; the bars are 40 ms (median) and
80 ms (95th percentile). Dragging for 4 s: at least 15 pictures a second, and the last at most
250 ms behind the hand. Beside them, in turn, a widget that only echoes its number: the least that
kernel and page can do here. "hand" is how often the slider itself has moved: one with few values
moves less often.
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
  window.delays = []; window.events = 0; window.drawn = []; let event = null;
  root.addEventListener("input", ({ timeStamp }) => { event = timeStamp; events += 1; }, true);
  new MutationObserver(() => {
    const mine = event;
    requestAnimationFrame(() => {
      const after = new MessageChannel();  // its message comes when the frame is painted
      after.port1.onmessage = () => {
        drawn.push(performance.now());
        if (mine === event) delays.push(performance.now() - event);
        window.behind = performance.now() - event;
      };
      after.port2.postMessage(0);
    });
  }).observe(root, { attributes: true, attributeFilter: ["data-drawn"] });
}"""


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def press(page, slider, count=40):
    slider.focus()
    page.evaluate("delays.length = 0")
    for number in range(count):
        page.keyboard.press("ArrowRight" if number % 20 < 10 else "ArrowLeft")
        time.sleep(0.3)
    return page.evaluate("delays")


def drag(page, slider, seconds=4):
    """Moves and pictures a second, and by how many milliseconds the last came after the hand."""
    page.evaluate("drawn.length = window.events = 0")
    box = slider.bounding_box()
    level = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, level)
    page.mouse.down()
    start = time.monotonic()
    while (now := time.monotonic() - start) < seconds:
        page.mouse.move(box["x"] + box["width"] * (0.5 + 0.4 * math.sin(2 * now)), level)
        time.sleep(0.008)  # a mouse reports 125 times a second
    page.mouse.up()
    time.sleep(1)
    moved, drawn = page.evaluate("[events, drawn.length]")
    return moved / seconds, drawn / seconds, page.evaluate("behind")


def measure(notebook, names, rounds):
    """For each cell, in turn: the delays of keys, and what a drag showed."""
    notebook.page.set_viewport_size({"width": 1400, "height": 1500})
    results = {}
    for _ in range(rounds):
        for name, code in {"(echo)": ECHO, **{n: start(n) for n in names}}.items():
            notebook.run(0, code)
            stage = notebook.cell(0).locator(".bp-stage") if name == "(echo)" else notebook.stage()
            stage.evaluate(WATCH)
            slider = notebook.cell(0).locator(".bp-controls input[type=range]").first
            delays, drags = results.setdefault(name, ([], []))
            delays += press(notebook.page, slider)
            drags.append(drag(notebook.page, slider))
    return results


def start(name):
    return f"from bpcourse.experiments import {name}\n{name}()"


def main(names, rounds=2):
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        lab = Lab(Path(home))
        try:
            results = measure(Notebook(browser, lab).create(count=1), names, rounds)
        finally:
            lab.end()
    print(f"{'':16}{'median':>9}{'95 %':>9}{'hand':>11}{'dragging':>11}{'behind':>11}")
    for name, (delays, drags) in results.items():
        hand, rate, _ = min(drags, key=lambda drag: drag[1])
        behind = max(late for _, _, late in drags)
        middle, most = percentile(delays, 0.5), percentile(delays, 0.95)
        print(f"{name:16}{middle:6.0f} ms{most:6.0f} ms", end="")
        print(f"{hand:8.0f} /s{rate:8.0f} /s{behind:8.0f} ms")


if __name__ == "__main__":
    main(sys.argv[1:] or experiments.__all__)
