"""Standing: how a learner stands in a workshop, out of the journal and what was heard last."""

import time
from dataclasses import dataclass

from ..checking.progress import Progress
from . import seat as seats

FRESH = 60  # seconds after which what was heard is no news


@dataclass(frozen=True)
class Standing:
    title: str  # of the section that is on; before the first, of the workshop
    left: int | None  # minutes of the section; None where none is on, or nothing was heard of late
    section: int | None  # which one is on, as was heard last
    waits: bool  # for help that was called
    is_done: bool  # with the section that is on


def standing(workspace, progress=None):
    """The Standing in the workshop that was joined; None where none was.

    `progress` is that of the workspace, if it has been read already.
    """
    seat = seats.read(workspace)
    if seat is None:
        return None
    heard = seats.heard(workspace, seat)
    section, answered = heard.get("section"), heard.get("answered")
    is_fresh = abs(time.time() - heard.get("at", 0)) < FRESH  # a clock may be set back
    waits = is_done = False
    for n, event in enumerate((progress or Progress(workspace)).events()):
        match event:
            case {"event": "stuck"} if n >= seat.since:
                waits = not event.get("over") and n > (-1 if answered is None else answered)
            case {"event": "done", "section": done} if n >= seat.since:
                is_done = is_done or done == section
    left = heard.get("left") if is_fresh else None
    return Standing(heard.get("title") or seat.title, left, section, waits, is_done)
