"""JupyterLab as a learner meets it: started by `bpcourse lab`, and opened in Chromium."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from urllib.parse import unquote, urlsplit

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
POLLING = 50  # milliseconds; by default a page is asked in every frame that it draws, if it draws


class Lab:
    """A running `bpcourse lab`, in a home of its own."""

    def __init__(self, home):
        self.lessons = None  # as they were before any test: path → bytes
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
            "--LabApp.expose_app_in_browser=True",  # for `turn_to`
        ]
        self.log = (home / "log").open("w+")
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=self.log)
        self._wait()

    def _wait(self):
        for _ in range(1200):  # two minutes; a busy machine is slow, not broken
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
        if self.lessons is None:
            lessons = self.folder.glob("[0-9][0-9]_*.ipynb")
            self.lessons = {path: path.read_bytes() for path in lessons}
        for path, data in self.lessons.items():
            if path.read_bytes() != data:  # a test has saved it
                path.write_bytes(data)

    def end_kernels(self, path):
        """Shut down the kernels of that notebook, and of no other."""
        address, token = f"{self.url}/api/sessions", f"?token={self.token}"
        with urllib.request.urlopen(f"{address}{token}") as reply:
            sessions = [one["id"] for one in json.load(reply) if one["path"] == path]
        for name in sessions:
            asked = urllib.request.Request(f"{address}/{name}{token}", method="DELETE")
            with suppress(urllib.error.HTTPError):  # a kernel that is gone already
                urllib.request.urlopen(asked)

    def told(self):
        self.log.seek(0)
        return self.log.read()

    def end(self):
        self.process.terminate()
        self.process.wait(90)
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
        return self._opened()

    def _opened(self):
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        # the toolbar calls a kernel idle that is still being connected; to run a cell then opens a
        # dialog that asks for one
        self.page.wait_for_selector("#jp-main-statusbar >> text=/\\| Idle/")
        return self

    def turn_to(self, path):
        """Close the open notebook, with its kernel, and open that one instead.

        Loading the page anew would take twice as long. What is open is disposed of: to close it
        could ask a question (whether to save it), and "the current one" may be none in a page that
        was behind another.
        """
        last = self.path
        self.page.evaluate(
            "for (const open of [...jupyterapp.shell.widgets('main')]) open.dispose();"
        )
        self.lab.end_kernels(last)
        self.as_new()  # and forget that the debugger may complain of a kernel that is gone
        self._do("docmanager:open", path=path)
        return self._opened()

    def _do(self, command, **arguments):
        """Have JupyterLab do something, and wait until it is done."""
        call = "async ([command, about]) => { await jupyterapp.commands.execute(command, about); }"
        self.page.evaluate(call, [command, arguments])

    @property
    def path(self):
        """Of the open notebook, in the learner's folder."""
        return unquote(urlsplit(self.page.url).path.rpartition("/tree/")[2])

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
        from playwright.sync_api import TimeoutError as NotYet  # only tests in the browser have it

        cell = self.cell(number)
        if text is not None:
            self.type(number, text)
        cell.locator(".cm-content").click()
        prompt = cell.locator(".jp-InputPrompt")
        prompt.evaluate("(node) => { node.innerText = 'not yet'; }")
        for _ in range(10):  # a page whose kernel is still being connected forgets what it is told
            self.page.keyboard.press("Control+Enter")
            try:
                self.page.wait_for_function(
                    "(node) => !['not yet', '[ ]:'].includes(node.innerText)",
                    arg=prompt.element_handle(),
                    timeout=1000,
                    polling=POLLING,
                )
                break
            except NotYet:  # or a busy page has heard it, and only not shown it yet
                if prompt.inner_text() not in ("not yet", "[ ]:"):
                    break
                cell.locator(".cm-content").click()
        return prompt

    def type(self, number, text):
        """Type over what stands in a code cell."""
        self.cell(number).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def run(self, number, text=None):
        """Run a code cell and wait until it has run; returns the cell."""
        prompt = self.begin(number, text).element_handle()
        self.page.wait_for_function(
            "(node) => /\\[\\d+\\]/.test(node.innerText)", arg=prompt, polling=POLLING
        )
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
            ".every((node) => /\\[\\d+\\]/.test(node.innerText))",
            polling=POLLING,
        )

    def output(self, number):
        return self.cell(number).locator(".jp-Cell-outputWrapper").inner_text()

    def stage(self, locked=True, number=0):
        """The experiment in that cell; with its prediction locked in, so that it is open."""
        stage = self.cell(number).locator(".bp-stage")
        stage.locator(".bp-heading").first.wait_for()
        if locked and stage.get_by_role("button", name="I don't know yet.").count():
            stage.get_by_role("button", name="I don't know yet.").click()
        if locked:
            stage.locator(".bp-plot canvas").first.wait_for()
            drawn = "(root) => root.dataset.drawn !== undefined"
            self.page.wait_for_function(drawn, arg=stage.element_handle(), polling=POLLING)
        return stage

    def theme(self, name):
        """Put the page into JupyterLab's theme "light" or "dark", and wait until it is there."""
        light = str(name == "light").lower()
        self.page.evaluate(f"document.body.dataset.jpThemeLight = '{light}'")
        self.at_rest()

    def at_rest(self):
        """Wait until two frames have been drawn and no colour is fading any more."""
        self.page.evaluate(
            """async () => {
              const frame = () => new Promise(requestAnimationFrame);
              await frame();
              await frame();
              const ends = (animation) => animation.effect.getComputedTiming().endTime < Infinity;
              await Promise.allSettled(
                document.getAnimations().filter(ends).map((animation) => animation.finished));
            }"""
        )

    def save(self):
        """Save the notebook, and wait until the server has written it."""
        is_save = lambda r: r.request.method == "PUT" and "/api/contents/" in r.url  # noqa: E731
        with self.page.expect_response(is_save):
            self.page.keyboard.press("Control+s")

    def as_new(self):
        """Undo what a test may have done to the page, and have it draw: others have been opened."""
        self.page.bring_to_front()
        self.page.set_viewport_size(SIZE)
        plain = {"forced_colors": "none", "reduced_motion": "no-preference"}
        self.page.emulate_media(color_scheme="light", **plain)
        self.page.evaluate("document.body.dataset.jpThemeLight = 'true'")
        self.troubles.clear()

    def close(self):
        """With its kernel, in which another test would find what this one has defined."""
        path = self.path
        self.context.close()
        self.lab.end_kernels(path)


def pixels(stage):
    """What the panels show, as a number that changes with it."""
    return stage.evaluate(
        """(root) => [...root.querySelectorAll('.bp-plot > canvas')].map((canvas) => {
          const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          let hash = 0;
          const pixels = new Uint32Array(data.buffer);
          for (const pixel of pixels) hash = (Math.imul(hash, 31) + pixel) | 0;
          return hash;
        }).join(' ')"""
    )


def settled(stage, then=0):
    """Wait until the picture asked for last is there in full; `then` for so many milliseconds.

    What a key or a pointer asks for is asked for when it has been heard, so two frames are enough.
    The page itself waits: what it had set out to do before is done before.
    """
    stage.evaluate(
        """async (root, then) => {
          const pause = (time) => new Promise((done) => setTimeout(done, time));
          const frame = () => Promise.race([new Promise(requestAnimationFrame), pause(100)]);
          const waits = () =>
            root.dataset.asked !== root.dataset.drawn || root.dataset.complete === "false";
          do {
            await frame();
            await frame();
            while (waits()) await pause(10);
            await frame();
          } while (waits());
          if (then) await pause(then);
        }""",
        then,
    )
