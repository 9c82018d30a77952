"""An experiment or a quiz in a page without Jupyter, driven from this process.

The page's own `mount` gets an element and a channel; at the channel's other end is a Stage or a
QuizStage, called directly. Nothing but the carrier differs from a notebook, and opening takes a
tenth of the time. `window.slow` is for how many milliseconds each message is held back, as by a
kernel that is busy: the page draws in between.

A page stays open and is loaded anew for each part: a quarter of what a page of its own takes.
"""

import base64

from bpcourse.experiments.jupyter import FOLDER, style

ADDRESS = "http://bare.test/"
PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>bare</title>
<link rel="stylesheet" href="stage.css"><body><main><h1>bare</h1><div id="place"></div></main>
<script type="module">
import { mount } from "./stage.js";
window.open_part = (part) => {
  const channel = {
    send: async (text) => {
      for (const [reply, buffers] of await window.kernel(text)) {
        if (window.slow) await new Promise((done) => setTimeout(done, window.slow));
        const bytes = buffers.map((b) => Uint8Array.fromBase64(b).buffer);
        channel.onmessage(reply, bytes);
      }
    },
    close: () => {},
  };
  window.channel = channel;
  window.close_part = mount(document.getElementById("place"), channel, part);
};
window.ready = true;
</script>"""
FILES = {
    "": ("text/html", lambda: PAGE),
    "stage.js": ("text/javascript", lambda: (FOLDER / "stage.js").read_text(encoding="utf-8")),
    "stage.css": ("text/css", style),
}


PLAIN = {"color_scheme": "light", "reduced_motion": "no-preference", "forced_colors": "none"}


class Bare:
    """A page for one part at a time; `troubles` holds what went wrong in it.

    `device` are the options of a browser's context, as has_touch.
    """

    def __init__(self, browser, **device):
        self.troubles, self.sent, self.end = [], [], None
        self.context = browser.new_context(**device)
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.troubles.append(f"exception: {error}"))
        self.page.route("**/*", self._serve)
        self.page.expose_function("kernel", self.answer)

    def show(self, make, part="stage", width=830, height=700, **media):
        """Load the page anew, with that part in it, `width` pixels wide; returns this page."""
        self.end = None  # the part that was shown here before is not answered any more
        self.page.set_viewport_size({"width": width + 16, "height": height})
        self.page.emulate_media(media="screen", **PLAIN | media)
        self.page.mouse.move(0, 0)
        self.page.goto(ADDRESS)
        self.page.wait_for_function("window.ready")
        self.troubles.clear()
        self.end = make(lambda text, buffers: self.sent.append((text, buffers)))
        self.page.evaluate("(part) => open_part(part)", part)
        return self

    def leave(self):
        """Take the part out of the page, as whoever closes a notebook does."""
        self.page.evaluate("close_part()")

    def _hear(self, message):
        if message.type == "error":
            self.troubles.append(f"console: {message.text}")

    def _serve(self, route):
        name = route.request.url.removeprefix(ADDRESS)
        if name not in FILES:
            self.troubles.append(f"request: {route.request.url}")
            return route.abort()
        kind, text = FILES[name]
        return route.fulfill(content_type=kind, body=text())

    def answer(self, text):
        """What the kernel's end says to one message."""
        del self.sent[:]
        if self.end:
            self.end.hear(text)
        return [
            [reply, [base64.b64encode(bytes(one)).decode() for one in buffers]]
            for reply, buffers in self.sent
        ]

    @property
    def root(self):
        return self.page.locator(".bp-stage")
