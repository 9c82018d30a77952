"""Progress: what happened, one line of JSON per event, only ever added to.

A line is written whole and forced to disk before the learner reads "ok", so a kill at any moment
loses nothing that was shown. Each event starts on a line of its own, so even a torn line cannot
take the next one with it.
"""

import json
import os
from contextlib import suppress
from datetime import UTC, datetime

from .workspace import fingerprint

END = 200  # bytes, from which it is known that the file is still the same
watchers = []  # functions to call, without arguments, after an event was kept
_read = {}  # path → how many bytes of it have been read, the last of them, and the events


class Progress:
    """The events of one workspace: `record` adds one, the questions are answered from all."""

    def __init__(self, workspace):
        self.path = workspace.private / "progress.jsonl"

    def record(self, event, **facts):
        """Add one event. Raises OSError where it cannot be written."""
        time = datetime.now(UTC).isoformat(timespec="seconds")
        self.add([{"time": time, "event": event} | facts])
        for watcher in watchers:
            watcher()

    def add(self, events):
        """Add events as they are, with their times. Raises OSError where they cannot be written."""
        lines = "".join(f"\n{json.dumps(event)}\n" for event in events)
        if not lines:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            file.write(lines.encode())  # one write: two processes do not mix their lines
            file.flush()
            os.fsync(file.fileno())

    def events(self, event=None, **facts):
        """All events of that kind and with these facts, oldest first.

        A line that was torn by a crash is passed over.
        """
        wanted = facts | ({"event": event} if event else {})
        return [e for e in self._all() if all(e.get(key) == fact for key, fact in wanted.items())]

    def _all(self):
        """All events. The file only grows, so only what is new in it is read.

        Where it does not go on as it was read, it is another file and is read anew.
        """
        if not self.path.exists():
            return []
        size, end, events = _read.get(self.path, (0, b"", []))
        with self.path.open("rb") as file:
            file.seek(size - len(end))
            if file.read(len(end)) != end:
                size, end, events = 0, b"", []
                file.seek(0)
            whole, newline, rest = file.read().rpartition(b"\n")  # the rest may still grow
        if newline:
            events = events + _parse(whole)
            _read[self.path] = size + len(whole) + 1, (end + whole + newline)[-END:], events
        return events + _parse(rest)

    def passed(self, name):
        """Did any answer to this exercise ever pass?"""
        return bool(self.events("check", exercise=name, outcome="ok"))

    def passes(self, name, text):
        """Did exactly this answer pass?"""
        return bool(self.events("check", exercise=name, outcome="ok", code=fingerprint(text)))

    def honest_attempts(self, name):
        """How many different answers were tried and found wrong."""
        return len({e.get("code") for e in self.events("check", exercise=name, outcome="no")})

    def hints_seen(self, name):
        return len({e.get("rung") for e in self.events("hint", exercise=name)})

    def state(self, name):
        """One of the words passed, tried and open."""
        if self.passed(name):
            return "passed"
        return "tried" if self.events("check", exercise=name, outcome="no") else "open"


def _parse(data):
    """The events in these bytes, one on a line; what is none is passed over."""
    events = []
    for line in data.splitlines():
        with suppress(ValueError):
            events.append(json.loads(line))
    return [event for event in events if isinstance(event, dict)]
