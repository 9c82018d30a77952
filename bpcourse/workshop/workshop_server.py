"""Workshop server: who may ask what of a room, and what is answered.

    POST join      {code, ready}            a seat: its token, its number, what the plan asks
    POST events    {events: [...]}          {kept, section, ...}, when they are on the disk
    POST leave
    GET  live                               all counts, for the instructor
    POST act       {act, ...}               section, open, answered
    GET  j/CODE, present                    pages: how to join; the presenter's view

A seat and an instructor show their secret in a header, never in an address, so it is in no log.
"""

import asyncio
import secrets
import sqlite3
import time
from collections import defaultdict, deque
from html import escape

from . import presenter
from .room import EVENTS
from .web_server import Answer, Refused

GATHER = 0.02  # seconds in which writes are gathered, and forced to the disk at once
GUESSES = (30, 60)  # wrong codes from one address, in so many seconds
POSTS = (40, 10)  # from one seat, in so many seconds
AT_ONCE = 200  # events in one request
FULL = "This computer cannot write its file: {}. Make room; nothing that was acknowledged is lost."


class WorkshopServer:
    """Answers the requests of one room. `address` is where learners reach it.

    `reads(code)` gives the names of what a readiness code says has failed, or None if it is none.
    """

    def __init__(self, room, address, reads):
        self.room, self.address, self.reads = room, address, reads
        self.trouble = ""  # why nothing can be written at the moment
        self._waiting = []  # writes, each with the future of whoever waits for it
        self._committing = None
        self._wrong = defaultdict(deque)  # sender → when it gave a wrong code; forgotten at the end
        self._posts = defaultdict(deque)  # seat → when it wrote

    @property
    def join_link(self):
        return f"{self.address}/j/{self.room.code}"

    @property
    def presenter_link(self):
        return f"{self.address}/present#{self.room.secret}"  # what follows # is never sent

    async def answer(self, request):
        """The Answer to one Request. Raises Refused."""
        path = request.path.strip("/")
        match request.method, path.rpartition("/")[2]:
            case "POST", "join":
                return await self._join(request)
            case "POST", "events":
                return await self._events(request)
            case "POST", "leave":
                seat = self._seat(request)
                await self._write(lambda: self.room.leave(seat))
                return Answer()
            case "GET", "live":
                self._instructor(request)
                return Answer(200, self.overview())
            case "POST", "act":
                self._instructor(request)
                return await self._act(request.json())
            case "GET", "present":
                return Answer(200, presenter.page())
            case "GET", _ if path == "" or path.startswith("j/"):
                return Answer(200, presenter.how_to_join(escape(self.join_link)))
        raise Refused(404, "There is nothing at this address.")

    def overview(self):
        """What the presenter's page shows."""
        facts = self.room.overview()
        facts["ready"] = self._readiness(facts["ready"])
        return facts | {"code": self.room.code, "link": self.join_link, "trouble": self.trouble}

    def _readiness(self, codes):
        """How many are ready, and of the others what has failed how often."""
        ready, unknown, failed = 0, 0, defaultdict(int)
        for code, count in codes:
            names = self.reads(code)
            if names is None:
                unknown += count
            elif not names:
                ready += count
            else:
                for name in names:
                    failed[name] += count
        why = sorted(failed.items(), key=lambda pair: (-pair[1], pair[0]))
        return {"ready": ready, "unknown": unknown, "failed": [list(pair) for pair in why]}

    # learners

    async def _join(self, request):
        facts = request.json()
        code, ready = str(facts.get("code", "")), str(facts.get("ready", ""))
        tries = _recent(self._wrong[request.sender], GUESSES[1])
        if len(tries) >= GUESSES[0]:
            raise Refused(429, "Too many wrong codes came from there. Try again in a minute.")
        if not _same(code.upper(), self.room.code):
            tries.append(time.monotonic())
            raise Refused(403, "There is no room with this code.")
        known = ready if self.reads(ready) is not None else ""
        taken = await self._write(lambda: self.room.take_seat(known))
        if taken is None:
            raise Refused(409, "The room is full.")
        plan = self.room.plan
        told = {"seat": taken[0], "number": taken[1], "title": plan.title}
        return Answer(
            200, told | {"exercises": plan.exercises, "predictions": list(plan.predictions)}
        )

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
        return Answer(200, {"kept": kept} | self.room.for_learners())

    def _seat(self, request):
        seat = self.room.seat(request.bearer) if request.bearer else None
        if seat is None:
            raise Refused(403, "There is no such seat.")
        return seat

    # instructors

    def _instructor(self, request):
        if not _same(request.bearer, self.room.secret):
            raise Refused(403, "Only the instructor's link opens this.")

    async def _act(self, facts):
        match facts:
            case {"act": "section", "section": int(section)}:
                await self._write(lambda: self.room.go_to(section))
            case {"act": "open", "question": str(question)}:
                await self._write(lambda: self.room.open_gate(question))
            case {"act": "answered", "seat": int(seat), "n": int(n)} if max(seat, n) < 10**8:
                await self._write(lambda: self.room.answer(seat, n))
            case _:
                raise Refused(400, "There is no such act.")
        return Answer(200, self.overview())

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
        else:
            for (_, done), result in zip(batch, results, strict=True):
                if not done.done():
                    done.set_result(result)


def _recent(times, seconds):
    """The times without those that are longer ago than so many seconds."""
    while times and times[0] < time.monotonic() - seconds:
        times.popleft()
    return times


def _same(given, secret):
    return secrets.compare_digest(given.encode(errors="replace"), secret.encode())


def _is_event(event):
    if not isinstance(event, dict) or type(event.get("n")) is not int:
        return False
    return 0 <= event["n"] < 10**8
