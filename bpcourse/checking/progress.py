"""Progress: what happened, one line of JSON per event, only ever added to.

A line is written whole and forced to disk before the learner reads "ok", so a kill at any moment
loses nothing that was shown. Each event starts on a line of its own, so even a torn line cannot
take the next one with it.
"""

import json
import os
from datetime import UTC, datetime

from .workspace import fingerprint

watchers = []  # functions to call, without arguments, after an event was kept


class Progress:
    """The events of one workspace: `record` adds one, the questions are answered from all."""

    def __init__(self, workspace):
        self.path = workspace.private / "progress.jsonl"
        self._read = (0, [])  # how much of the file has been read, and its events

    def record(self, event, **facts):
        """Add one event. Raises OSError where it cannot be written."""
        time = datetime.now(UTC).isoformat(timespec="seconds")
        line = json.dumps({"time": time, "event": event} | facts)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            file.write(f"\n{line}\n".encode())  # one write: two processes do not mix their lines
            file.flush()
            os.fsync(file.fileno())
        for watcher in watchers:
            watcher()

    def events(self, event=None, **facts):
        """All events of that kind and with these facts, oldest first.

        A line that was torn by a crash is passed over.
        """
        wanted = facts | ({"event": event} if event else {})
        return [e for e in self._all() if all(e.get(key) == fact for key, fact in wanted.items())]

    def _all(self):
        """All events. The file only grows, so it is read again only when it has."""
        size = self.path.stat().st_size if self.path.exists() else 0
        if size != self._read[0]:
            lines = self.path.read_bytes().splitlines()
            self._read = (size, list(filter(None, map(_parse, lines))))
        return self._read[1]

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


def _parse(line):
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None
