"""Make the pictures that the README shows, from the page itself. Run: python -m docs.pictures"""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.lab import CHROMIUM, FLAGS, Lab, Notebook

HERE = Path(__file__).parent


def main():
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        lab = Lab(Path(home))
        try:
            notebook = Notebook(browser, lab).create(count=1)
            notebook.page.set_viewport_size({"width": 1150, "height": 1100})
            notebook.page.keyboard.press("Control+b")  # the file browser is not part of the picture
            valley = "LongValley(condition=10, part=0.8)"
            notebook.run(0, f"from bpcourse.experiments import LongValley\n{valley}")
            stage = notebook.stage()
            slider = stage.get_by_role("slider", name="step", exact=True)
            slider.focus()
            for _ in range(6):
                notebook.page.keyboard.press("ArrowRight")
            notebook.page.wait_for_timeout(1000)
            stage.locator(".bp-body").screenshot(path=HERE / "long_valley.png")
            code = "%%exercise gd_step\ndef gd_step(params, grads, lr):\n"
            code += "    return [w + lr * dw for w, dw in zip(params, grads)]"
            report = notebook.run(0, code).locator(".bpcourse-report")
            report.get_by_role("button", name="Show a hint").wait_for()
            report.screenshot(path=HERE / "report.png")
        finally:
            lab.end()


if __name__ == "__main__":
    main()
