"""A site as a learner meets it: built by `bpcourse site`, served as files, opened in Chromium."""

import functools
import http.server
import os
import threading
from contextlib import contextmanager

PATIENCE = 80_000  # milliseconds; a busy machine is slow, not broken


class Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    sent = 0  # bytes of all files

    def copyfile(self, source, outputfile):
        Quiet.sent += os.fstat(source.fileno()).st_size
        super().copyfile(source, outputfile)

    def log_message(self, *words):
        """A test says only what fails."""


@contextmanager
def served(folder):
    """The address at which the folder is served, as long as this lasts."""
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


class Lesson:
    """A page of the site; `troubles` holds what went wrong in it, `elsewhere` what it asked for."""

    def __init__(self, context, address, name):
        self.troubles, self.elsewhere = [], []
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.troubles.append(f"exception: {error}"))
        context.on("request", lambda request: self._see(request.url, address))
        self.url = f"{address}{name}.html"
        self.open()

    def open(self):
        """Open it, or open it anew."""
        self.page.goto(self.url)
        self.page.locator(".site-begin").first.wait_for(state="attached")

    def _hear(self, message):
        if message.type == "error":
            self.troubles.append(f"console: {message.text}")

    def _see(self, url, address):
        if not url.startswith((address, "data:", "blob:")):
            self.elsewhere.append(url)

    def exercise(self, name):
        return self.page.locator(f'.site-cell[data-exercise="{name}"]')

    def write(self, name, source):
        """Put an answer into its editor, as if it were pasted there."""
        self.exercise(name).scroll_into_view_if_needed()
        self.exercise(name).locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)

    def check(self, name, source=None):
        """Have an answer judged; the text of the report."""
        if source is not None:
            self.write(name, source)
        self.page.evaluate("(name) => course.reports.get(name).report.replaceChildren()", name)
        self.exercise(name).get_by_role("button", name="Check").click()
        report = self.exercise(name).locator(".bpcourse-report")
        report.wait_for()
        return report.inner_text()

    def run(self, source):
        """Run a text in the cell at the end, which is the learner's own; what it shows."""
        return self.page.evaluate(
            """async (source) => {
              const cell = course.cells.at(-1);
              cell.written.text = source;
              await cell.run();
              return cell.outputs.element.innerText;
            }""",
            source,
        )

    def part(self, source):
        """The questions or the experiment that this source shows, once they live."""
        cell = self.page.locator(f"[data-source='{source}']")
        cell.scroll_into_view_if_needed()
        if self.page.evaluate("course.python.state") == "off":
            cell.locator(".site-begin").click()
        cell.locator(".bp-stage").first.wait_for()
        return cell
