"""Follower: a process that reads what is new in the journal, and tells it to the workshop.

It runs beside the notebook and beside the checks, so it never delays them. The journal is the
truth: what was not acknowledged is told again, after a pause that grows while nobody answers.
"""

import random
import time
from contextlib import suppress
from itertools import islice
from pathlib import Path

from ..checking.progress import Progress
from ..checking.workspace import Workspace
from . import seat as seats
from .courier import NotHeard, post
from .journal_events import outgoing

LOOK = 0.5  # seconds between two looks at the journal
ASK = 5  # seconds after which the room is asked how it stands
LONGEST = 30  # seconds between two tries, at most
AT_ONCE = 100  # events
ENOUGH = 2 * 3600  # seconds without an answer, after which it ends; the next lesson starts another


class Follower:
    """Follows the journal of a workspace, as long as the seat names it as its follower."""

    def __init__(self, workspace, name):
        self.workspace, self.name = workspace, name
        self.progress = Progress(workspace)
        self.kept = None  # the last event that the room has acknowledged
        self.failures = 0
        self.asked = -ASK
        self.answered = time.monotonic()

    def step(self):
        """Tell what is new; the seconds to wait then, or None when there is no more to do."""
        seat = seats.read(self.workspace)
        now = time.monotonic()
        if seat is None or seat.follower != self.name or now > self.answered + ENOUGH:
            return None
        if self.kept is None:
            self.kept = seats.heard(self.workspace, seat).get("kept", -1)
        new = list(islice(outgoing(self._events(), seat, self.kept), AT_ONCE))
        if not new and now < self.asked + ASK:
            return LOOK
        try:
            told = post(f"{seat.address}/events", {"events": new}, seat.token)
        except NotHeard:
            self.failures += 1
            return random.uniform(0.5, 1) * min(LONGEST, LOOK * 2 ** min(self.failures, 10))
        self._hear(seat, told)
        return 0 if len(new) == AT_ONCE else LOOK

    def _events(self):
        with suppress(OSError):
            return self.progress.events()
        return []

    def _hear(self, seat, told):
        self.failures, self.asked = 0, time.monotonic()
        self.answered = self.asked
        if type(told.get("kept")) is int:
            self.kept = told["kept"]
        with suppress(OSError):  # then all is told again one day, which does no harm
            seats.hear(self.workspace, seat, told | {"kept": self.kept})


def follow(folder, name):
    """Follow until the seat is given back."""
    follower = Follower(Workspace(Path(folder)), name)
    while (pause := follower.step()) is not None:
        time.sleep(pause)
