"""JupyterLab as a learner meets it: started by `bpcourse lab`, and opened in Chromium."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZE = {"width": 1400, "height": 1000}
PATIENCE = 90_000  # milliseconds; a busy machine is slow, not broken


class Lab:
    """A running `bpcourse lab`, in a home of its own."""

    def __init__(self, home):
        self.token, self.port = secrets.token_hex(16), _free_port()
        self.url, self.folder = f"http://127.0.0.1:{self.port}", home / "work"
        settings = home / "settings" / "@jupyterlab" / "notebook-extension"
        settings.mkdir(parents=True)
        # cells outside the view are in the page too, so that they can be read
        (settings / "tracker.jupyterlab-settings").write_text(json.dumps({"windowingMode": "none"}))
        places = {
            "HOME": home,
            "IPYTHONDIR": home / "ipython",
            "JUPYTER_CONFIG_DIR": home / "config",
        }
        places |= {"JUPYTER_DATA_DIR": home / "data", "JUPYTERLAB_WORKSPACES_DIR": home / "spaces"}
        places |= {"JUPYTERLAB_SETTINGS_DIR": home / "settings"}
        environment = os.environ | {name: str(path) for name, path in places.items()}
        environment.pop("BPCOURSE_WORK", None)
        command = [
            sys.executable,
            "-m",
            "bpcourse",
            "lab",
            str(self.folder),
            "--no-browser",
            "--allow-root",
        ]
        command += [
            "--ServerApp.ip=127.0.0.1",
            f"--port={self.port}",
            f"--IdentityProvider.token={self.token}",
        ]
        self.log = (home / "log").open("w+")
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=self.log)
        self._wait()

    def _wait(self):
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{self.url}/api?token={self.token}"):
                    return
            except OSError:
                assert self.process.poll() is None, self.told()
                time.sleep(0.1)
        raise TimeoutError(f"JupyterLab does not start.\n{self.told()}")

    def forget(self):
        """Make the learner's folder as good as new."""
        for name in ("answers", "attempts", ".bpcourse/progress.jsonl"):
            path = self.folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        (self.folder / "answers").mkdir()

    def told(self):
        self.log.seek(0)
        return self.log.read()

    def end(self):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Notebook:
    """A notebook open in a page, and what went wrong in it."""

    def __init__(self, browser, lab, **options):
        self.lab, self.troubles = lab, []
        self.context = browser.new_context(viewport=SIZE, **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.troubles.append(f"exception: {error}"))
        self.page.on("request", self._watch)

    def _hear(self, message):
        if message.type == "error":
            self.troubles.append(f"console: {message.text}")

    def _watch(self, request):
        if not request.url.startswith(
            (self.lab.url, f"ws://127.0.0.1:{self.lab.port}", "data:", "blob:")
        ):
            self.troubles.append(f"request: {request.url}")

    def open(self, path=None):
        """Open that notebook alone, in a space of its own, or whatever the lab opens by itself."""
        where = f"/lab/workspaces/{secrets.token_hex(4)}/tree/{path}" if path else "/"
        self.page.goto(f"{self.lab.url}{where}?token={self.lab.token}")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        # the toolbar calls a kernel idle that is still being connected; to run a cell then opens a
        # dialog that asks for one
        self.page.wait_for_selector("#jp-main-statusbar >> text=/\\| Idle/")
        return self

    def create(self, count):
        """Open a notebook with so many empty cells."""
        name = f"test-{secrets.token_hex(4)}.ipynb"
        cells = [nbformat.v4.new_code_cell("") for _ in range(count)]
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, self.lab.folder / name)
        return self.open(name)

    def cell(self, number):
        return self.page.locator(".jp-Notebook .jp-CodeCell").nth(number)

    def begin(self, number, text=None):
        """Start a code cell, typed over first if `text` is given; returns its prompt."""
        cell = self.cell(number)
        cell.locator(".cm-content").click()
        if text is not None:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(text)
        prompt = cell.locator(".jp-InputPrompt")
        prompt.evaluate("(node) => { node.innerText = 'not yet'; }")
        for _ in range(10):  # a page whose kernel is still being connected forgets what it is told
            self.page.keyboard.press("Control+Enter")
            self.page.wait_for_timeout(300)
            if prompt.inner_text() not in ("not yet", "[ ]:"):
                break
            cell.locator(".cm-content").click()
        return prompt

    def run(self, number, text=None):
        """Run a code cell and wait until it has run; returns the cell."""
        prompt = self.begin(number, text).element_handle()
        self.page.wait_for_function("(node) => /\\[\\d+\\]/.test(node.innerText)", arg=prompt)
        return self.cell(number)

    def run_all(self):
        self.page.evaluate(
            "document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')"
            ".forEach((node) => { node.innerText = 'not yet'; })"
        )
        self.page.keyboard.press("Escape")
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        self.page.wait_for_function(
            "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]"
            ".every((node) => /\\[\\d+\\]/.test(node.innerText))"
        )

    def output(self, number):
        return self.cell(number).locator(".jp-Cell-outputWrapper").inner_text()

    def stage(self, locked=True):
        """The experiment in the first cell; with its prediction locked in, so that it is open."""
        stage = self.cell(0).locator(".bp-stage")
        stage.locator(".bp-heading").first.wait_for()
        if locked and stage.get_by_role("button", name="Lock in my prediction").count():
            stage.get_by_label("I don't know yet.").check()
            stage.get_by_role("button", name="Lock in my prediction").click()
        if locked:
            stage.locator(".bp-panel canvas").first.wait_for()
        return stage

    def as_new(self):
        """Undo what a test may have done to the page."""
        self.page.set_viewport_size(SIZE)
        plain = {"forced_colors": "none", "reduced_motion": "no-preference"}
        self.page.emulate_media(color_scheme="light", **plain)
        self.page.evaluate("document.body.dataset.jpThemeLight = 'true'")
        self.troubles.clear()

    def close(self):
        self.context.close()


def pixels(stage):
    """What the panels show, as a number that changes with it."""
    return stage.evaluate(
        """(root) => [...root.querySelectorAll('.bp-panel > canvas')].map((canvas) => {
          const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          return data.reduce((hash, byte) => (hash * 31 + byte) | 0, 0);
        }).join(' ')"""
    )


def settled(stage):
    """Wait until the picture asked for last is drawn, and nothing more has come for a while."""
    stage.evaluate(
        """async (root) => {
          const state = () => `${root.dataset.asked} ${root.dataset.drawn}`;
          const waits = () =>
            root.dataset.asked !== root.dataset.drawn || root.dataset.complete === "false";
          let seen = state(), since = performance.now();
          while (waits() || performance.now() - since < 250) {
            await new Promise((done) => setTimeout(done, 25));
            if (state() !== seen) since = performance.now();
            seen = state();
          }
        }"""
    )
