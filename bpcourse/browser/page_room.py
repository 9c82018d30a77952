"""Page room: a learner's seat in a workshop, in a lesson that is a web page.

    page    join (a link, and where the page came from), joined (what the workshop answered), heard
            (what it has answered since), left
    kernel  knock (at an address, with a code), seated (what the learner should know), tell (events)

Elsewhere a process beside the notebook follows the journal. Here the page does its part: it asks
the workshop, and nothing that is computed waits for that. What is said, to the room and to the
learner, is the same: it comes from the journal.
"""

from contextlib import suppress
from urllib.parse import urlsplit

from ..checking.progress import Progress
from ..checking.workspace import here
from ..errors import UserError
from ..experiments.stage import tell_room
from ..notebook.room_line import RoomLine
from ..workshop import seat as seats
from ..workshop.journal_events import outgoing

ROOM = "room"  # the place of the line, among those of the page's parts
TRUSTED = ("localhost", "127.0.0.1", "::1")  # a browser takes these for safe, also without TLS
WHOLE_LINK = "Paste the whole link here, as your instructor shows it: http://192.168.1.5:8800/j/{}"
MIXED = (
    "This page came over https, and {address} answers over http: a browser does not let the one "
    "ask the other. Open the course over http, or ask your instructor for an address with https."
)
HOW_IT_ENDS = "The line at the lower edge calls for help; “Leave the workshop” ends it."


class PageRoom:
    """The kernel's end: `say` sends a message to the page, `carry` one to the line in it."""

    def __init__(self, say, carry):
        self.say, self.carry = say, carry
        self.progress = Progress(here())
        self.line = RoomLine(carry)
        self.token = None  # of the seat that the page was told of
        self.told = -1  # the last place in the journal that was looked at for it

    def hear(self, message):
        """Each kind of message has a method of its own."""
        try:
            HEARD[message["kind"]](self, message)
        except UserError as error:
            self.say({"kind": "seated", "text": str(error)})

    def join(self, message):
        """Let the page knock at the workshop of a link, if a browser allows that."""
        link = message["link"].strip()
        if link.isalnum():
            raise UserError(WHOLE_LINK.format(link.upper()))
        address, code = seats.place(link)
        now = seats.read(here())
        if now and (now.address, now.code) == (address, code):
            raise UserError(f"You are in already: {now.title}, seat {now.number}.")
        parts = urlsplit(address)
        is_mixed = message["scheme"] == "https:" and parts.scheme == "http"
        if is_mixed and parts.hostname not in TRUSTED:
            raise UserError(MIXED.format(address=address))
        self.say({"kind": "knock", "address": address, "code": code})

    def joined(self, message):
        """Take the seat that the workshop gave, or say why there is none."""
        address, code = message["address"], message["code"]
        if message["status"] != 200:
            raise seats.refusal(message["status"], address, code)
        seats.give_back(here())
        seat = seats.take(address, code, message["told"], here())
        text = f"{seats.YOU_ARE_IN.format(seat=seat)} {HOW_IT_ENDS}"
        self.say({"kind": "seated", "text": text.replace("\n", " ")})

    def heard(self, message):
        """Keep what the workshop has answered to a seat, if it is still the learner's."""
        seat = seats.read(here())
        if seat and seat.token == message["token"]:
            told, before = message["told"], seats.heard(here(), seat)
            kept = [one for one in (told.get("kept"), before.get("kept")) if type(one) is int]
            with suppress(OSError):
                seats.hear(here(), seat, told | {"kept": max(kept, default=None)})
            tell_room()

    def left(self, message):
        """Give the seat back. That the workshop hears of it is the page's part."""
        seats.give_back(here())

    def renew(self):
        """Tell what is new in the journal, and how the learner stands."""
        seat = seats.read(here())
        if seat is None:
            if self.token is not None:
                self.line.say({"kind": "gone"})
                self.token = None
            return
        if seat.token != self.token:
            self.line = RoomLine(self.carry)
            kept = seats.heard(here(), seat).get("kept")
            self.token, self.told = seat.token, -1 if kept is None else kept
        with suppress(OSError):
            events = self.progress.events()
            if new := list(outgoing(events, seat, self.told)):
                self.say({"kind": "tell", "token": seat.token, "events": new})
            self.told = max(self.told, len(events) - 1)
        self.line.renew()


HEARD = {
    "join": PageRoom.join,
    "joined": PageRoom.joined,
    "heard": PageRoom.heard,
    "left": PageRoom.left,
}
