"""Firefox as Debian has it, driven by WebDriver BiDi, which it speaks by itself.

Playwright's own Firefox is a changed one, so it is not used.
"""

import itertools
import json
import re
import shutil
import socket
import subprocess

import websocket

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
PATIENCE = 240  # seconds; a busy machine is slow, not broken
SETTINGS = {  # it asks nobody for anything, and shows no page of its own
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}
HEARD = ["log.entryAdded", "network.beforeRequestSent"]


def _wait_at(door):
    """Wait until somebody asks there for a page. Firefox answers nothing before it has a window."""
    with door:
        door.settimeout(PATIENCE)
        asking, _ = door.accept()
        with asking:
            asking.recv(4096)
            asking.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


class Firefox:
    """A Firefox with one page; `troubles` holds what went wrong in it, `asked` all addresses."""

    def __init__(self, home):
        self.troubles, self.asked = [], []
        self.left = set()  # realms of pages that were left; what they still loaded is broken off
        profile = home / "profile"
        profile.mkdir(parents=True)
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in SETTINGS.items()]
        (profile / "user.js").write_text("\n".join(lines))
        self.log = home / "log"
        options = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile"]
        door = socket.create_server(("127.0.0.1", 0))
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [FIREFOX, *options, str(profile), f"http://127.0.0.1:{door.getsockname()[1]}/"],
                env={"HOME": str(home), "PATH": "/usr/bin:/bin", "MOZ_HEADLESS_WIDTH": "1024"},
                stdout=log,
                stderr=log,
            )
        _wait_at(door)
        self.numbers = itertools.count(1)
        self.socket = websocket.create_connection(
            f"{self._address()}/session", timeout=PATIENCE, suppress_origin=True
        )
        self.send("session.new", capabilities={})
        self.page = self.send("browsingContext.getTree")["contexts"][0]["context"]
        self.send("session.subscribe", events=HEARD)

    def _address(self):
        """Where it listens, as it says in its first lines."""
        for _ in range(PATIENCE * 10):
            if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", self.log.read_text()):
                return found[1]
            try:
                self.process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            break
        raise TimeoutError(f"Firefox does not start.\n{self.log.read_text()}")

    def send(self, method, **parameters):
        """What Firefox answers to one command. Raises RuntimeError with its reason if it cannot."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == number:
                if message["type"] == "error":
                    raise RuntimeError(message["message"])
                return message["result"]
            self._hear(message)

    def _hear(self, message):
        match message:
            case {"method": "log.entryAdded", "params": {"source": {"realm": realm}}} if (
                realm in self.left
            ):
                pass
            case {"method": "log.entryAdded", "params": {"level": "error", "text": text}}:
                self.troubles.append(text)
            case {"method": "network.beforeRequestSent", "params": {"request": {"url": url}}}:
                self.asked.append(url)

    def open(self, address):
        """Go to that page. What the one before was still loading is no trouble."""
        realms = self.send("script.getRealms", context=self.page)["realms"]
        self.left.update(realm["realm"] for realm in realms)
        self.send("browsingContext.navigate", context=self.page, url=address, wait="complete")

    def ask(self, expression):
        """What a JavaScript expression gives, or what its promise is resolved with; plain data."""
        told = self.send(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then(JSON.stringify)",
            target={"context": self.page},
            awaitPromise=True,
            userActivation=True,
        )
        if told["type"] == "exception":
            raise RuntimeError(told["exceptionDetails"]["text"])
        return json.loads(told["result"].get("value") or "null")

    def until(self, condition):
        """Wait until this expression is true; what it is then."""
        return self.ask(
            f"""new Promise((resolve, reject) => {{
              const end = performance.now() + {PATIENCE} * 1000;
              (function look() {{
                const found = {condition};
                if (found) return resolve(found);
                if (performance.now() > end) return reject(new Error("waited in vain"));
                setTimeout(look, 50);
              }})();
            }})"""
        )

    def click(self, element):
        """Click in the middle of the element that this expression gives."""
        move = {"type": "pointerMove", **self._middle(element)}
        press, release = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        self._act("pointer", [move, press, release])

    def _middle(self, element):
        place = self.ask(
            f"""(() => {{
              const element = {element};
              element.scrollIntoView({{ block: "center" }});
              const {{ x, y, width, height }} = element.getBoundingClientRect();
              return {{ x: Math.round(x + width / 2), y: Math.round(y + height / 2) }};
            }})()"""
        )
        return {"x": place["x"], "y": place["y"]}

    def press(self, *keys):
        """Press keys, one after the other; a text of one character is a key."""
        kinds = ("keyDown", "keyUp")
        self._act("key", [{"type": kind, "value": key} for key in keys for kind in kinds])

    def _act(self, kind, actions):
        source = {"type": kind, "id": kind, "actions": actions}
        self.send("input.performActions", context=self.page, actions=[source])

    def picture(self):
        """The page as it looks: PNG, in base64."""
        return self.send("browsingContext.captureScreenshot", context=self.page)["data"]

    def end(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(PATIENCE)
