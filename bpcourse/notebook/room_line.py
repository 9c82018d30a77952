"""Room line: in a workshop, which section is on, how long still, and two buttons.

    page    hello, press (stuck, over or done)
    kernel  room (what the line says, and how its buttons stand), gone

It is a line of the page, not of a cell, so it is in view wherever one is in the lesson, and never
in a saved notebook. Outside of a workshop there is no line, no widget and no message. The kernel
looks at two small files; that the room hears of a press is the work of the follower.
"""

import asyncio
from contextlib import suppress

from ..checking.progress import Progress
from ..checking.workspace import here
from ..errors import UserError
from ..experiments.conversation import Conversation
from ..workshop import seat
from ..workshop.standing import standing
from . import session

LOOK = 2  # seconds between two looks at what was heard


class RoomLine(Conversation):
    """The kernel's end."""

    def __init__(self, send):
        super().__init__(send)
        self.progress = Progress(here())
        self.said = None

    def answer(self, message):
        match message:
            case {"kind": "press", "what": "stuck" | "over" | "done" as what}:
                with suppress(UserError, OSError):  # then the line shows that nothing has changed
                    ACTS[what]()
        self.said = None
        self.renew()

    def renew(self):
        """Say how the learner stands, if that is new."""
        now = None
        with suppress(OSError):  # a journal that cannot be read says nothing new
            now = standing(here(), self.progress)
        if now and now != self.said:
            self.said = now
            self.say({"kind": "room", "text": in_words(now), "waits": now.waits} | _done(now))


ACTS = {"stuck": seat.stuck, "over": lambda: seat.stuck(over=True), "done": seat.done}


def in_words(now):
    """What the line says of a Standing."""
    if now.left is None:
        return now.title
    minutes = f"{abs(now.left)} minute{'s' * (abs(now.left) != 1)}"
    return f"{now.title}: {minutes} {'left' if now.left >= 0 else 'over'}"


def _done(now):
    """Whether one can be done with something, and is."""
    return {"can_be_done": now.section is not None, "is_done": now.is_done}


def look():
    """Let there be a line where there is a seat, a true one, and none where there is none.

    With it the experiments hear what the room predicted.
    """
    is_seated = seat.read(here()) is not None  # where nothing can be read, there is none
    if is_seated and session.room is None:
        from .room_widget import RoomWidget  # widgets are loaded by those who need them

        session.room = RoomWidget()
    elif is_seated:
        from ..experiments.stage import tell_room

        session.room.end.renew()
        tell_room()
    elif session.room is not None:
        session.room.end.say({"kind": "gone"})
        session.room.end_carrying()
        session.room = None


def keep_open(shell):
    """Look after each cell, and from time to time between them where the kernel has a loop."""
    if session.looks:
        return
    session.looks = True
    shell.events.register("post_run_cell", lambda *_: look())
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:  # as in a plain shell
        return

    def again():
        look()
        loop.call_later(LOOK, again)

    loop.call_later(LOOK, again)
