"""Rehearsal: a plan with simulated learners, so that an instructor can practise.

A minute of the plan takes six seconds. The learners predict, try the exercises of the section that
is on, make known mistakes, call for help and are done, each at a pace of its own. They come in by
the same door as real ones, and nothing of it is kept.
"""

import asyncio
import json
import random
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ..checking import exercise
from ..errors import UserError
from . import workshop_plan
from .journal_events import DONT_KNOW
from .room import SEATS, Room
from .web_server import Request
from .workshop import FILE, PORT, run, say

MINUTE = 6  # seconds that a minute of the plan takes
LOOK = 1  # seconds between two looks at the room
TRIES = 4  # at one exercise, at most
FAILED = 1 << 2  # what the doctor finds where somebody is not ready: no kernel
# how likely: an answer is wrong; a call after the second one; no idea; a machine is not ready
WRONG, CALLS, NO_IDEA, NOT_READY = 0.45, 0.3, 0.1, 0.08


def rehearse(plan, learners, *, host="127.0.0.1", port=PORT, ready, out=say, **parts):
    """Rehearse until Ctrl-C. `ready(failed)` gives a learner's readiness code.

    `parts` are those of a WorkshopServer.

    Raises UserError where the plan or the port cannot be used, or learners are too many.
    """
    if not 1 <= learners <= SEATS:
        raise UserError(f"{learners} learners cannot rehearse. Choose 1 to {SEATS}.")
    with TemporaryDirectory() as folder:
        room = Room(Path(folder) / FILE, workshop_plan.find(plan), quick_clock())
        room.plan = replace(room.plan, title=f"Rehearsal: {room.plan.title}")

        def crowd(door):
            made = (SimulatedLearner(door, random.Random(i)) for i in range(learners))
            return [learner.learn(ready) for learner in made]

        try:
            out(f"{learners} simulated learners; a minute of the plan takes {MINUTE} seconds.")
            there = {"host": host, "port": port, "address": None}
            run(room, **there, out=out, beside=crowd, **parts)
        finally:
            room.close()
    out("\nThe rehearsal is over. Nothing of it is kept.")


def quick_clock():
    """A clock, in seconds, on which a minute takes as long as MINUTE says."""
    began = time.monotonic()
    return lambda: began + (time.monotonic() - began) * 60 / MINUTE


class SimulatedLearner:
    """Somebody who takes part through the door of a room: `door` is a WorkshopServer."""

    def __init__(self, door, rng):
        self.door, self.rng = door, rng
        self.pace = rng.lognormvariate(0, 0.3)  # half of them take longer than planned
        self.seat, self.said = "", 0

    async def learn(self, ready):
        """Take a seat, then do what is asked for in the section that is on, until cancelled."""
        await asyncio.sleep(self.rng.uniform(0, 10 * LOOK))
        failed = FAILED if self.rng.random() < NOT_READY else 0
        told = await self._post("join", {"code": self.door.room.code, "ready": ready(failed)})
        self.seat, section, ahead = told["seat"], None, []
        while True:
            now = self.door.room.elapsed()
            told = await self._tell([event for minute, event in ahead if minute <= now])
            ahead = [entry for entry in ahead if entry[0] > now]
            if told["section"] != section:
                section = told["section"]
                ahead = list(self.course_of(section)) if section is not None else []
            await asyncio.sleep(LOOK)

    def course_of(self, number):
        """What will be told in a section: pairs of a minute since it began, and an event."""
        section, minute = self.door.room.plan.sections[number], 0.0
        for question in section.predictions:
            minute += self.pace
            yield minute, self._predicted(question)
        for name in section.exercises:
            known = exercise.find(name)
            mistakes = [slip for mistake in known.mistakes for slip in mistake.slips if slip]
            facts = {"kind": "exercise", "what": name}
            for attempt in range(1, TRIES):
                minute += self.pace * known.minutes / 2
                if self.rng.random() > WRONG:
                    break
                # the square leans towards the first, so that one mistake is the commonest
                which = int(len(mistakes) * self.rng.random() ** 2)
                slip = mistakes[which] if mistakes else ""
                yield minute, facts | {"outcome": "wrong", "mistake": slip}
                if attempt == 2 and self.rng.random() < CALLS:
                    yield minute, {"kind": "stuck", "what": name, "outcome": "yes"}
                    minute += 3
                    yield minute, {"kind": "stuck", "what": name, "outcome": "over"}
            yield minute, facts | {"outcome": "right"}
        yield minute + 1, {"kind": "done", "what": number}

    def _predicted(self, question):
        answer = self.rng.randrange(len(question.options))
        if self.rng.random() < 0.4:
            answer = question.answer
        told = DONT_KNOW if self.rng.random() < NO_IDEA else str(answer)
        return {"kind": "prediction", "what": question.name, "outcome": told}

    async def _tell(self, events):
        for event in events:
            event["n"] = self.said
            self.said += 1
        return await self._post("events", {"events": events})

    async def _post(self, path, facts):
        body = json.dumps(facts).encode()
        answer = await self.door.answer(Request("POST", path, self.seat, body, "rehearsal"))
        return answer.content
