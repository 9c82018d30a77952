"""Workshop server: who may ask what of a room, and what is answered.

    POST join      {code, ready}            a seat: its token, its number, what the plan asks
    POST events    {events: [...]}          {kept, answered, predicted, section, ...}, once on disk
    POST leave                              these three also from the pages of `bpcourse site`
    GET  live                               all counts, for the instructor
    GET  qr                                 the join link as a drawing, for the instructor
    POST act       {act, ...}               section, open, answered
    POST preflight {text}                   how all the readiness codes in it stand
    POST stage     {key, experiment, text}  {replies}, what an experiment on a slide says
    GET  j/CODE, present, slides/02         pages: how to join; the presenter's view; slides

A seat and an instructor show their secret in a header, never in an address, so it is in no log.
"""

import asyncio
import secrets
import sqlite3
import time
from collections import defaultdict, deque
from contextlib import suppress
from dataclasses import replace
from html import escape
from ipaddress import ip_address, ip_network
from urllib.parse import quote

from ..checking import lesson_plan
from ..errors import UserError
from . import presenter, qr_code, readiness
from .room import EVENTS, is_code
from .web_server import Answer, Refused

GATHER = 0.02  # seconds in which writes are gathered, and forced to the disk at once
GUESSES = (30, 60)  # wrong codes from one address, in so many seconds
POSTS = (40, 10)  # from one seat, in so many seconds
AT_ONCE = 200  # events in one request
NO_LINK = "A workshop runs here. Open the link that your instructor shows."
FROM_PAGES = {  # a page that came from another server may take part, and do nothing else
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Content-Type, Workshop-Secret",
    "Access-Control-Max-Age": "7200",  # seconds in which the browser need not ask again
}
FULL = "This computer cannot write its file: {}. Make room; nothing that was acknowledged is lost."


class WorkshopServer:
    """Answers the requests of one room. `address` is where learners reach it.

    `reads(code)` gives the names of what a readiness code says has failed, or None if it is none;
    `repairs` has a sentence for each of these names; `slides(number)` gives the page with the
    slides of a lesson, or None if there is none. `site` is where the pages of `bpcourse site` are,
    if learners may take part from there.
    """

    def __init__(self, room, address, reads, repairs, slides, site=""):
        self.room, self.address, self.site = room, address, site.rstrip("/")
        self.reads, self.repairs, self.slides = reads, repairs, slides
        self.trouble = ""  # why nothing can be written at the moment
        self._waiting = []  # writes, each with the future of whoever waits for it
        self._committing = None
        self._wrong = defaultdict(deque)  # a network → when it gave a wrong code; soon forgotten
        self._posts = defaultdict(deque)  # seat → when it wrote
        self._made = {}  # the slides of a lesson, by its number
        self._one_at_a_time = asyncio.Lock()

    @property
    def join_link(self):
        return f"{self.address}/j/{self.room.code}"

    @property
    def presenter_link(self):
        return f"{self.address}/present#{self.room.secret}"  # what follows # is never sent

    async def answer(self, request):
        """The Answer to one Request. Raises Refused."""
        *before, last = request.path.strip("/").split("/")  # a proxy puts its own path before
        if last in TAKING_PART:
            return await self._take_part(request, last)
        if respond := RESPONSES.get((request.method, last)):
            return await respond(self, request)
        if request.method == "GET":
            return await self._page(before[-1:], last)
        raise Refused(404, "There is nothing at this address.")

    async def _take_part(self, request, name):
        """What a learner's computer asks; a browser may hand the answer to any page."""
        if request.method == "OPTIONS":  # it asks first whether it may
            return Answer(headers=FROM_PAGES)
        try:
            if request.method != "POST":
                raise Refused(405, "This is asked with POST.")
            answer = await TAKING_PART[name](self, request)
            return replace(answer, headers=FROM_PAGES)
        except Refused as refused:
            refused.headers = FROM_PAGES
            raise

    async def _page(self, folder, name):
        """A page or a part of one, which is the same for everybody."""
        match folder, name:
            case ["slides"], number:
                return Answer(200, await self._slides_of(number))
            case _, "stage.js" | "stage.css":
                return Answer(200, *presenter.stage_file(name))
            case _, "present":
                return Answer(200, presenter.page())
            case ["j"], code if is_code(
                code
            ):  # the one it was asked with: a stranger learns nothing
                return Answer(200, presenter.how_to_join(*self._ways_in(code)))
            case _, "":
                return Answer(200, presenter.told(NO_LINK))
        raise Refused(404, "There is nothing at this address.")

    def _ways_in(self, code):
        """The link for `bpcourse join`, and that to a page which brings it along, or nothing."""
        link, page = f"{self.address}/j/{code}", ""
        lesson = next((s.lesson for s in self.room.plan.sections if s.lesson), None)
        if self.site and lesson:
            page = f"{self.site}/{lesson_plan.find(lesson).name}.html#join={quote(link)}"
        return escape(link), escape(page)

    def overview(self):
        """What the presenter's page shows."""
        facts = self.room.overview()
        facts["ready"] = readiness.summary(facts["ready"], self.reads, self.repairs)
        return facts | {"code": self.room.code, "link": self.join_link, "trouble": self.trouble}

    # learners

    async def _join(self, request):
        facts = request.json()
        code, ready = str(facts.get("code", "")), str(facts.get("ready", ""))
        self._guess(request.sender, code)
        known = ready if self.reads(ready) is not None else ""
        taken = await self._write(lambda: self.room.take_seat(known))
        if taken is None:
            raise Refused(409, "The room is full.")
        plan = self.room.plan
        told = {"seat": taken[0], "number": taken[1], "title": plan.title}
        return Answer(
            200, told | {"exercises": plan.exercises, "predictions": list(plan.predictions)}
        )

    def _guess(self, sender, code):
        """Refuse a wrong code, and whoever has given too many; all else of them is forgotten."""
        network = _network(sender)
        for one in [one for one, tries in self._wrong.items() if not _recent(tries, GUESSES[1])]:
            del self._wrong[one]
        if len(self._wrong[network]) >= GUESSES[0]:
            raise Refused(429, "Too many wrong codes came from there. Try again in a minute.")
        if not _same(code.upper(), self.room.code):
            self._wrong[network].append(time.monotonic())
            raise Refused(403, "There is no room with this code.")
        if not self._wrong[network]:
            del self._wrong[network]

    async def _events(self, request):
        seat = self._seat(request)
        posts = _recent(self._posts[seat], POSTS[1])
        if len(posts) >= POSTS[0] or self.room.told(seat) >= EVENTS:
            raise Refused(429, "This seat tells too much. Try again later.")
        posts.append(time.monotonic())
        events = request.json().get("events")
        if not isinstance(events, list) or len(events) > AT_ONCE or not all(map(_is_event, events)):
            raise Refused(400, f"events should be a list of at most {AT_ONCE} events.")
        kept = max((event["n"] for event in events), default=None)
        if events:
            await self._write(lambda: self.room.tell(seat, events))
        answered = self.room.answered(seat)
        told = {"kept": kept, "answered": answered, "predicted": self.room.shown()}
        return Answer(200, told | self.room.for_learners())

    async def _leave(self, request):
        seat = self._seat(request)
        await self._write(lambda: self.room.leave(seat))
        return Answer()

    def _seat(self, request):
        seat = self.room.seat(request.secret) if request.secret else None
        if seat is None:
            raise Refused(403, "There is no such seat.")
        return seat

    # instructors

    def _instructor(self, request):
        if not _same(request.secret, self.room.secret):
            raise Refused(403, "Only the instructor's link opens this.")

    async def _live(self, request):
        self._instructor(request)
        return Answer(200, self.overview())

    async def _qr(self, request):
        self._instructor(request)
        return Answer(200, qr_code.drawing(self.join_link))

    async def _act(self, request):
        self._instructor(request)
        match request.json():
            case {"act": "section", "section": int(section)}:
                await self._write(lambda: self.room.go_to(section))
            case {"act": "open", "question": str(question)}:
                await self._write(lambda: self.room.open_gate(question))
            case {"act": "answered", "seat": int(seat), "n": int(n)} if _are_numbers(seat, n):
                await self._write(lambda: self.room.answer(seat, n))
            case _:
                raise Refused(400, "There is no such act.")
        return Answer(200, self.overview())

    async def _slides_of(self, number):
        """The slides of a lesson, made once: that takes seconds, and anybody may ask for them."""
        async with self._one_at_a_time:
            if number not in self._made:
                try:
                    made = await asyncio.to_thread(self.slides, number)
                except UserError as error:
                    return presenter.told(escape(str(error)))
                if made is None:
                    raise Refused(404, "There are no slides of this lesson.")
                self._made[number] = presenter.live(made)
            return self._made[number]

    async def _preflight(self, request):
        self._instructor(request)
        text = str(request.json().get("text"))
        return Answer(200, readiness.of_text(text, self.reads, self.repairs))

    async def _experiment(self, request):
        self._instructor(request)
        match request.json():
            case {"key": str(key), "experiment": str(name), "text": str(text)}:
                with suppress(KeyError, ValueError, TypeError):
                    replies = await asyncio.to_thread(self._hear, key, name, text)
                    return Answer(200, {"replies": replies})
        raise Refused(400, "There is no such experiment, or it has not been opened.")

    def _hear(self, *message):
        from .wall import hear  # experiments take their time to load, and few workshops show one

        return hear(*message)

    # writing

    async def _write(self, write):
        """What `write` gives, once it is on the disk together with all that came at that time."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((write, done))
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit())
        return await done

    async def _commit(self):
        await asyncio.sleep(GATHER)
        batch, self._waiting, self._committing = self._waiting, [], None
        try:
            with self.room.all_or_nothing():
                results = [write() for write, _ in batch]
            self.trouble = ""
        except sqlite3.Error as error:  # the disk is full: whoever has written tries again
            self.trouble = FULL.format(error)
            for _, done in batch:
                if not done.done():
                    done.set_exception(Refused(503, self.trouble))
        except Exception as error:  # a fault of ours: nobody waits for ever
            for _, done in batch:
                if not done.done():
                    done.set_exception(error)
        else:
            for (_, done), result in zip(batch, results, strict=True):
                if not done.done():
                    done.set_result(result)


TAKING_PART = {
    "join": WorkshopServer._join,
    "events": WorkshopServer._events,
    "leave": WorkshopServer._leave,
}
RESPONSES = {
    ("GET", "live"): WorkshopServer._live,
    ("GET", "qr"): WorkshopServer._qr,
    ("POST", "act"): WorkshopServer._act,
    ("POST", "preflight"): WorkshopServer._preflight,
    ("POST", "stage"): WorkshopServer._experiment,
}


def _recent(times, seconds):
    """The times without those that are longer ago than so many seconds."""
    while times and times[0] < time.monotonic() - seconds:
        times.popleft()
    return times


def _network(sender):
    """Whose guesses are counted together: one address, or the 64 bits that a household has."""
    with suppress(ValueError):
        address = ip_address(sender.partition("%")[0])
        return str(address if address.version == 4 else ip_network((address, 64), strict=False))
    return sender


def _same(given, secret):
    return secrets.compare_digest(given.encode(errors="replace"), secret.encode())


def _is_event(event):
    return isinstance(event, dict) and type(event.get("n")) is int and _are_numbers(event["n"])


def _are_numbers(*values):
    return all(0 <= value < 10**8 for value in values)
